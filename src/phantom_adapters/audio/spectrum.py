"""Short-time spectra of a signal that arrives in pieces."""

import numpy as np
from scipy import fft

from phantom_adapters.audio.signals import Floats

__all__ = ["Spectra"]


class Spectra:
    """Magnitude spectra of Hann-windowed frames; frame i is centred on sample i * hop.

    Half a frame of silence is put before the signal and behind it, and the samples that a piece
    leaves over are carried to the next, so that the cut of the pieces changes nothing.
    """

    def __init__(self, size: int, hop: int) -> None:
        self._size, self._hop = size, hop
        hann = np.hanning(size + 1)[:-1]
        self._window = (hann / hann.sum() * 2).astype(np.float32)
        self._carried: Floats = np.zeros(size // 2, np.float32)

    def push(self, samples: Floats) -> Floats:
        """The spectra that this piece completes, one row each; a full sine has magnitude 1."""
        held = np.concatenate([self._carried, samples])
        count = max(0, (len(held) - self._size) // self._hop + 1)
        self._carried = held[count * self._hop :]
        if not count:
            return np.empty((0, self._size // 2 + 1), np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(held, self._size)[:: self._hop][:count]
        magnitudes: Floats = np.abs(fft.rfft(frames * self._window, axis=1))
        return magnitudes

    def finish(self) -> Floats:
        """The spectra of what is left, filled up with silence."""
        return self.push(np.zeros(self._size // 2, np.float32))
