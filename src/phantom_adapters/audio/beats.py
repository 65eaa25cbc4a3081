"""When the beats fall, and how many there are in a minute to a tenth of a percent.

Beats are the path through the onset curve that meets strong onsets at even distances, found by
dynamic programming (Ellis, JNMR 36, 2007). The tempo is then the slope of a line through them.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from phantom_adapters.audio.onsets import ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats

__all__ = ["exact_tempo", "on_time", "pulse_clarity", "track"]

_TIGHTNESS: Final = 400.0
_DELAY: Final = 0.008
_FEWEST: Final = 4
_ON_TIME: Final = 0.03
_ROUNDS: Final = 4
_SPAN: Final = 16


def track(curve: Floats, bpm: float) -> Doubles:
    """The times in seconds of the beats in an onset curve, given about how fast they go."""
    period = 60 * ONSET_RATE / bpm
    smooth = ndimage.gaussian_filter1d(curve.astype(np.float64), max(1.0, period / 32))
    spread = smooth.std()
    if not spread:
        return np.zeros(0)
    frames = _best_path(smooth / spread, period)
    return on_time(frames)


def on_time(points: "npt.NDArray[np.int64] | Doubles") -> Doubles:
    """When the onsets begin, in seconds, that the curve shows at these points: a little before."""
    times: Doubles = np.maximum(points / ONSET_RATE - _DELAY, 0.0)
    return times


def _best_path(strength: Doubles, period: float) -> npt.NDArray[np.int64]:
    nearest, farthest = max(1, round(period / 2)), round(period * 2)
    steps = np.arange(-farthest, -nearest + 1)
    penalty = -_TIGHTNESS * np.log(-steps / period) ** 2
    scores = np.zeros(len(strength) + farthest)
    before = np.full(len(strength), -1)
    width = len(steps)
    for at in range(len(strength)):
        reached = scores[at : at + width] + penalty
        best = int(reached.argmax())
        if reached[best] > 0:
            before[at] = at + steps[best]
        scores[at + farthest] = strength[at] + max(reached[best], 0.0)
    at = len(strength) - farthest + int(scores[-farthest:].argmax())
    path = []
    while at >= 0:
        path.append(at)
        at = int(before[at])
    return np.array(path[::-1])


def exact_tempo(beats: Doubles) -> float | None:
    """Beats a minute as the slope of the line through the beats.

    Where they leave the line, because the music drifts or pauses, it is the median pace of all
    stretches of 16 beats: single distances are only as fine as the onset curve.
    """
    if len(beats) < _FEWEST:
        return None
    count = np.arange(len(beats))
    keep = np.ones(len(beats), bool)
    slope, off = 0.0, beats
    for _ in range(_ROUNDS):
        slope, start = np.polyfit(count[keep], beats[keep], 1)
        off = np.abs(beats - (start + slope * count))
        keep = off <= max(0.02, 2.5 * float(np.median(off)))
    if float(np.median(off)) < _ON_TIME:
        return 60 / float(slope)
    span = min(_SPAN, len(beats) - 1)
    return 60 * span / float(np.median(beats[span:] - beats[:-span]))


def pulse_clarity(curve: Floats, beats: Doubles) -> float:
    """How far the onsets on the beat stand out from all others, 0 to 1."""
    if not len(beats) or not curve.any():
        return 0.0
    frames = np.clip(np.rint((beats + _DELAY) * ONSET_RATE).astype(int), 1, len(curve) - 2)
    on_beat = np.maximum.reduce([curve[frames - 1], curve[frames], curve[frames + 1]]).mean()
    everywhere = ndimage.maximum_filter1d(curve, 3).mean()
    return float(np.clip(1 - everywhere / max(on_beat, 1e-9), 0, 1))
