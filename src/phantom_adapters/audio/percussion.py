"""How much of the sound is struck, and how much is held.

What is held is a line along time in the spectrum, what is struck is one across it. Of each point,
the median of its neighbours in time tells of the one, the median of those in frequency of the other
(FitzGerald, DAFx 2010); here in mel bands, of every fourth frame.
"""

from typing import Final

import numpy as np
from scipy import ndimage

from phantom_adapters.audio.signals import Floats

__all__ = ["Percussion"]

_EVERY: Final = 4
_FRAMES, _BANDS = 5, 7


class Percussion:
    """Takes mel magnitudes as they come and keeps the energies of both parts."""

    def __init__(self) -> None:
        self._struck = self._whole = 0.0
        self._phase = 0

    def push(self, mel: Floats) -> None:
        """Take in mel magnitudes (frames by bands)."""
        chosen = mel[-self._phase % _EVERY :: _EVERY]
        self._phase += len(mel)
        if not len(chosen):
            return
        held = ndimage.median_filter(chosen, (_FRAMES, 1), mode="nearest") ** 2
        struck = ndimage.median_filter(chosen, (1, _BANDS), mode="nearest") ** 2
        energy = chosen**2
        share = struck / np.maximum(held + struck, 1e-20)
        self._struck += float((energy * share).sum())
        self._whole += float(energy.sum())

    def share(self) -> float | None:
        """The share of the energy that is struck, 0 to 1; None for silence."""
        return round(self._struck / self._whole, 3) if self._whole else None
