"""The colour of the sound: figures of the spectrum, gathered while it streams by."""

from typing import Final

import numpy as np
from scipy import fft

from phantom_adapters.audio.onsets import FRAME
from phantom_adapters.audio.signals import RATE, Doubles, Floats

__all__ = ["COEFFICIENTS", "Timbre"]

COEFFICIENTS: Final = 20
"""How many mel-frequency cepstral coefficients describe a frame."""

_EVERY: Final = 4
_SILENT: Final = 1e-4
_ROLLOFF: Final = 0.85
_LOW_HERTZ: Final = 200.0
_HIGH_HERTZ: Final = 1500.0
_FLOOR: Final = 1e-5


class Timbre:
    """Takes magnitude spectra and their mel bands, and keeps sums over every fourth frame.

    Frames of silence are left out, so that a pause does not change the colour.
    """

    def __init__(self) -> None:
        self._frequencies = np.arange(FRAME // 2 + 1) * RATE / FRAME
        self._count, self._phase = 0, 0
        self._cepstra = np.zeros((2, COEFFICIENTS))
        self._figures = np.zeros(6)

    def push(self, spectra: Floats, mel: Floats) -> None:
        """Take in spectra (frames by bins) with their mel magnitudes (frames by bands)."""
        chosen = slice(-self._phase % _EVERY, None, _EVERY)
        self._phase += len(spectra)
        spectra, mel = spectra[chosen], mel[chosen]
        heard = mel.max(axis=1, initial=0.0) > _SILENT
        if heard.any():
            self._add(spectra[heard].astype(np.float64), mel[heard].astype(np.float64))

    def _add(self, spectra: Doubles, mel: Doubles) -> None:
        cepstra = fft.dct(20 * np.log10(mel + _FLOOR), axis=1, norm="ortho")[:, :COEFFICIENTS]
        self._cepstra += cepstra.sum(axis=0), (cepstra**2).sum(axis=0)
        self._figures += np.array(
            [figure.sum() for figure in _figures(spectra + 1e-12, self._frequencies)]
        )
        self._count += len(spectra)

    def cepstra(self) -> tuple[Doubles, Doubles]:
        """Mean and standard deviation of each coefficient."""
        mean, square = self._cepstra / max(1, self._count)
        return mean, np.sqrt(np.maximum(square - mean**2, 0))

    def figures(self) -> dict[str, float]:
        """The means of the spectral figures by name; none for silence."""
        if not self._count:
            return {}
        means = self._figures / self._count
        names = (
            "spectral_centroid_hz",
            "spectral_bandwidth_hz",
            "spectral_rolloff_hz",
            "spectral_flatness",
            "low_frequency_share",
            "brightness",
        )
        return dict(zip(names, map(float, means), strict=True))


def _figures(spectra: Doubles, frequencies: Doubles) -> tuple[Doubles, ...]:
    """Centroid, bandwidth and rolloff in hertz, flatness, shares below 200 and above 1500 Hz."""
    shares = spectra / spectra.sum(axis=1, keepdims=True)
    centroid = shares @ frequencies
    bandwidth = np.sqrt(np.maximum(shares @ frequencies**2 - centroid**2, 0))
    energy = spectra**2
    reached = np.cumsum(energy, axis=1) / energy.sum(axis=1, keepdims=True)
    rolloff = frequencies[(reached < _ROLLOFF).sum(axis=1).clip(max=len(frequencies) - 1)]
    flatness = np.exp(np.log(energy).mean(axis=1)) / energy.mean(axis=1)
    sums = energy.sum(axis=1)
    low = energy[:, frequencies < _LOW_HERTZ].sum(axis=1) / sums
    high = energy[:, frequencies > _HIGH_HERTZ].sum(axis=1) / sums
    return centroid, bandwidth, rolloff, flatness, low, high
