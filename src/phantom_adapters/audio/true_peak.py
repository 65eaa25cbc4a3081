"""The highest point that the sound reaches between its samples (ITU-R BS.1770-4, annex 2).

Interpolating everything four times over would cost more than all else together. But where a sine
of up to a third of the sample rate passes a peak T, a sample beside it reaches T / 2 at least; one
above that has a peak as high near a sample soon. So only beside samples that are more than half as
high as the highest point so far is it looked at.
"""

from typing import Final

import numpy as np
from scipy import signal

from phantom_adapters.audio.signals import Floats

__all__ = ["TruePeak"]

_OVERSAMPLING: Final = 4
_HALF: Final = 6
_WORTH: Final = 0.5
_PIECE: Final = 16384
_NEIGHBOURS: Final = np.arange(2 * _HALF)


def _phases() -> Floats:
    """The interpolator of 48 taps: how 12 neighbours weigh in each of three points between."""
    taps = 2 * _HALF * _OVERSAMPLING
    whole = signal.firwin(taps + 1, 1 / _OVERSAMPLING, window=("kaiser", 5.0)) * _OVERSAMPLING
    phases = np.stack([whole[taps - phase : 0 : -_OVERSAMPLING] for phase in (1, 2, 3)], axis=1)
    scaled: Floats = (phases / phases.sum(axis=0)).astype(np.float32)
    return scaled


class TruePeak:
    """Takes channels block by block and keeps the highest point, 1.0 for full scale."""

    def __init__(self, channels: int) -> None:
        self._phases = _phases()
        self._carried = np.zeros((channels, 2 * _HALF), np.float32)
        self._highest = 0.0

    def push(self, by_channel: Floats) -> None:
        """Look at the next samples (channels by frames)."""
        held = np.concatenate([self._carried, by_channel], axis=1)
        self._carried = held[:, -2 * _HALF :]
        for channel in held:
            for at in range(0, len(channel) - 2 * _HALF, _PIECE):
                self._search(channel[at : at + _PIECE + 2 * _HALF])

    def finish(self) -> float:
        """The highest point of all."""
        self.push(np.zeros((len(self._carried), 2 * _HALF), np.float32))
        return self._highest

    def _search(self, samples: Floats) -> None:
        near = np.abs(samples[_HALF - 1 : -_HALF])
        self._highest = max(self._highest, float(near.max()))
        between = np.flatnonzero(np.maximum(near[:-1], near[1:]) > _WORTH * self._highest)
        if len(between):
            points = np.abs(samples[between[:, np.newaxis] + _NEIGHBOURS] @ self._phases)
            self._highest = max(self._highest, float(points.max()))
