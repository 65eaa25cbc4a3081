"""How strongly something begins at each instant: spectral flux in four bands.

The difference of log magnitudes to two frames before, with the maximum over neighbouring bands
taken there so that vibrato is not mistaken for an onset (SuperFlux: Boeck and Widmer, DAFx 2013).
"""

from typing import Final

import librosa.filters
import numpy as np
from scipy import ndimage

from phantom_adapters.audio.signals import RATE, Floats

__all__ = ["BEAT_WEIGHTS", "FRAME", "HOP", "ONSET_RATE", "Onsets", "mel_bands"]

FRAME: Final = 1024
"""Samples that each spectrum of the onset curve covers: 46 ms."""

HOP: Final = 256
"""Samples from one such spectrum to the next: 12 ms."""

ONSET_RATE: Final = RATE / HOP
"""Points of the onset curve in a second."""

BEAT_WEIGHTS: Final = np.array([2, 1, 1, 1], np.float32)
"""How much each of the four bands tells of the beat: the lowest most, for drums and bass carry it.

On the development clips this found more of the beats, and no fewer of the tempi.
"""

_BANDS: Final = 40
_EDGES: Final = (0, 6, 14, 26)
_LAG: Final = 2
_GAIN: Final = 1000.0
_SECOND: Final = int(ONSET_RATE)


def mel_bands() -> Floats:
    """The filters (bands by bins) that gather a spectrum of `FRAME` into 40 mel bands.

    Each is scaled to a highest weight of 1. (librosa's own `norm=None` would do nearly that, but
    compiles for 20 seconds on the way.)
    """
    bank = librosa.filters.mel(sr=RATE, n_fft=FRAME, n_mels=_BANDS, fmin=30.0, fmax=10000.0)
    return np.asarray(bank / bank.max(axis=1, keepdims=True), np.float32)


class Onsets:
    """Takes mel spectra as they come and keeps the onset curve of each of four bands."""

    def __init__(self) -> None:
        self._before: Floats = np.zeros((_LAG, _BANDS), np.float32)
        self._curves: list[Floats] = []

    def push(self, mel: Floats) -> None:
        """Take in mel magnitudes (frames by bands)."""
        levels = np.concatenate([self._before, np.log1p(_GAIN * mel)])
        reference = ndimage.maximum_filter1d(levels[:-_LAG], 3, axis=1)
        rise = np.maximum(levels[_LAG:] - reference, 0)
        self._curves.append(np.add.reduceat(rise, _EDGES, axis=1))
        self._before = levels[-_LAG:]

    def finish(self) -> Floats:
        """The curves (time by bands), each above its local mean and in units of its deviation."""
        curves = np.concatenate([np.zeros((0, len(_EDGES)), np.float32), *self._curves])
        if not len(curves):
            return curves
        curves = np.maximum(curves - ndimage.uniform_filter1d(curves, _SECOND, axis=0), 0)
        spread = curves.std(axis=0)
        result: Floats = curves / np.where(spread > 0, spread, 1)
        return result
