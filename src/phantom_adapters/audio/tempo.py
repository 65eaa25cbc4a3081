"""How fast the music goes: which periods the onset curve repeats itself with.

The autocorrelation of each onset band over windows of 8 s, averaged with the weights of the bands,
is read at the period of each tempo and at the multiples that a beat implies, less that of three
beats in two, weighed by how usual the tempo is. The figures in here were chosen on the development
clips.
"""

import math
from typing import Final

import attrs
import numpy as np
from scipy import fft

from phantom_adapters.audio.onsets import BEAT_WEIGHTS, ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats

__all__ = ["Pulse", "find_pulses", "self_similarity"]

_WINDOW: Final = int(8 * ONSET_RATE)
_STEP: Final = _WINDOW // 2
_LAGS: Final = int(6.1 * ONSET_RATE)
_TEMPI: Final[Doubles] = np.geomspace(40, 250, 600)
_USUAL, _OCTAVES = 130.0, 1.0
_TEETH: Final = ((1.0, 1.0), (2.0, 0.5), (4.0, 0.25), (0.5, 0.25), (1.5, -0.25))
_APART: Final = 0.06
_SHARPNESS: Final = 6.0
_BATCH: Final = 256
_LEADING: Final = 3
_RELATIVES: Final = (2, 1 / 2, 3 / 2, 2 / 3, 3, 1 / 3, 4 / 3, 3 / 4)


@attrs.frozen(kw_only=True)
class Pulse:
    """One reading of the tempo.

    Attributes:
        bpm: beats a minute, to about 0.3 %.
        share: its part, 0 to 1, of the evidence for all readings.
        strength: how alike the music is to itself one beat later, 0 to 1.
    """

    bpm: float
    share: float
    strength: float


def self_similarity(curve: Floats) -> Doubles:
    """The mean autocorrelation of a curve over its windows; louder windows count more."""
    padded = np.concatenate([curve, np.zeros(max(0, _WINDOW - len(curve)), np.float32)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_STEP]
    total, weight = np.zeros(_LAGS), 1e-9
    for at in range(0, len(windows), _BATCH):
        part = windows[at : at + _BATCH]
        part = part - part.mean(axis=1, keepdims=True)
        power = np.abs(fft.rfft(part, 2 * _WINDOW, axis=1)) ** 2
        lagged = fft.irfft(power, axis=1)[:, :_LAGS]
        energy = np.sqrt(lagged[:, :1])
        total += (lagged / np.maximum(energy, 1e-9)).sum(axis=0)
        weight += float(energy.sum())
    unbiased: Doubles = total / weight / (1 - np.arange(_LAGS) / _WINDOW)
    return unbiased


def find_pulses(curves: Floats, most: int = 5) -> list[Pulse]:
    """The likeliest tempi of onset curves (time by bands), best first, if any."""
    bands = [self_similarity(band) for band in curves.T]
    likeness = np.average(bands, axis=0, weights=BEAT_WEIGHTS)
    scores = _scores(likeness)
    chosen = _with_relatives([float(_TEMPI[at]) for at in _summits(scores, most)])
    fits = np.interp(chosen, _TEMPI, scores)
    best = np.argsort(-fits, kind="stable")[:most]
    weights = fits**_SHARPNESS
    strengths = _read(likeness, 60 * ONSET_RATE / np.array(chosen))
    return [
        Pulse(
            bpm=chosen[at],
            share=float(weights[at] / weights.sum()),
            strength=float(np.clip(strengths[at], 0, 1)),
        )
        for at in best
    ]


def _with_relatives(tempi: list[float]) -> list[float]:
    """Some tempi, and those in simple proportion to the first of them that are not near any.

    A rival that the curve hardly shows has no peak of its own, and may be the right one still.
    """
    found = list(tempi)
    for tempo in tempi[:_LEADING]:
        for ratio in _RELATIVES:
            near = [abs(math.log2(tempo * ratio / other)) for other in found]
            if _TEMPI[0] <= tempo * ratio <= _TEMPI[-1] and min(near) > _APART:
                found.append(tempo * ratio)
    return found


def _scores(likeness: Doubles) -> Doubles:
    period = 60 * ONSET_RATE / _TEMPI
    combed = sum(weight * _read(likeness, multiple * period) for multiple, weight in _TEETH)
    usual = np.exp(-0.5 * (np.log2(_TEMPI / _USUAL) / _OCTAVES) ** 2)
    return np.maximum(combed * usual, 0)


def _read(likeness: Doubles, lags: Doubles) -> Doubles:
    values: Doubles = np.interp(lags, np.arange(len(likeness)), likeness, right=0)
    return values


def _summits(scores: Doubles, most: int) -> list[int]:
    """Where the score has its highest peaks, none within 4 % of a higher one."""
    inner = scores[1:-1]
    peaks = np.flatnonzero((inner > scores[:-2]) & (inner >= scores[2:]) & (inner > 0)) + 1
    chosen: list[int] = []
    for at in sorted(peaks, key=lambda peak: -scores[peak]):
        if all(abs(np.log2(_TEMPI[at] / _TEMPI[other])) > _APART for other in chosen):
            chosen.append(int(at))
    return chosen[:most]
