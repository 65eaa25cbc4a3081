"""The waveform's finest level, gathered while the sound streams by."""

from typing import Final

import numpy as np

from phantom_adapters.audio.signals import Floats
from phantom_core.audio.waveform import BASE_SAMPLES_PER_POINT, Peaks
from phantom_core.kernel.quantities import Hertz

__all__ = ["PeaksMeter"]

_LOSSLESS: Final = ("PCM_", "ALAC_")
_TOP: Final = 32767


class PeaksMeter:
    """Takes a recording block by block and keeps the outline of its mono mix.

    The figures are those of audiowaveform: 16-bit samples averaged over the channels and cut
    toward zero, the extremes of each 256 cut to 8 bits toward zero. They are whole numbers held as
    floats, which are exact here and fast.
    """

    def __init__(self, rate: int, subtype: str) -> None:
        self._rate = rate
        self._exact = subtype.startswith(_LOSSLESS)
        self._carried: Floats = np.zeros(0, np.float32)
        self._minima = bytearray()
        self._maxima = bytearray()

    def push(self, block: Floats) -> None:
        """Take in the next samples (channels by frames)."""
        sums: Floats = self._as_16_bit(block).sum(axis=0)
        mono = np.concatenate([self._carried, np.trunc(sums / len(block))])
        whole = len(mono) - len(mono) % BASE_SAMPLES_PER_POINT
        self._add(mono[:whole].reshape(-1, BASE_SAMPLES_PER_POINT))
        self._carried = mono[whole:]

    def finish(self) -> Peaks:
        """The whole outline; its last point covers what is left."""
        if len(self._carried):
            self._add(self._carried[np.newaxis])
        return Peaks(
            sample_rate=Hertz(self._rate),
            samples_per_point=BASE_SAMPLES_PER_POINT,
            minima=bytes(self._minima),
            maxima=bytes(self._maxima),
        )

    def _add(self, points: Floats) -> None:
        self._minima += _as_8_bit(points.min(axis=1))
        self._maxima += _as_8_bit(points.max(axis=1))

    def _as_16_bit(self, block: Floats) -> Floats:
        """What libsndfile gives when asked for 16 bits: PCM is shifted, the rest is rounded."""
        if self._exact:
            cut: Floats = np.floor(block * np.float32(_TOP + 1))
        else:
            cut = np.rint(block * np.float32(_TOP))
        # As floats, the highest samples of 24 and of 32 bits are full scale itself.
        return cut.clip(-_TOP - 1, _TOP)


def _as_8_bit(values: Floats) -> bytes:
    return np.trunc(values / 256).astype(np.int8).tobytes()
