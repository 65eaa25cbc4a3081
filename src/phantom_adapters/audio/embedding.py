"""A fingerprint of the sound for taste matching: near vectors sound alike.

62 numbers: mean and deviation of 20 cepstral coefficients, the 12 tones turned so that the tonic
comes first, and ten figures. Each is put in deviations from a mean, both frozen below, and cut at
four. They were taken once over the development clips; changing anything here, or what it is made
from, makes another scheme.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from phantom_adapters.audio.signals import Doubles
from phantom_core.audio.analysis import Embedding

__all__ = ["SCHEME", "embed", "raw_fingerprint"]

SCHEME: Final = "phantom-timbre-1"
"""The name and version under which vectors compare."""

_EXTREME: Final = 4.0
_CENTRE: Final = (
    -269.5, 30.96, -1.329, 13.14, 3.021, 1.785, -1.98, -0.7076, -2.159, -0.6744, -0.6541, 0.7641,
    -0.5527, 0.3608, -0.3885, 0.3043, -0.3358, 0.1286, 0.1041, 0.1133, 43.63, 16.44, 10.56, 7.417,
    6.1, 5.397, 5.287, 5.275, 4.963, 5.053, 5.498, 5.443, 5.69, 5.736, 5.57, 5.194, 4.984, 5.116,
    5.177, 5.366, 0.1361, 0.04509, 0.1054, 0.05541, 0.09693, 0.09342, 0.05242, 0.1453, 0.04981,
    0.08239, 0.05619, 0.08154, 10.64, 10.63, 10.21, 6.809, 0.01887, 0.3179, 3.296, 0.7147, 16.36,
    1.741,
)  # fmt: skip
_SPREAD: Final = (
    66.87, 50.86, 19.64, 12.17, 9.337, 9.804, 7.559, 5.416, 5.47, 4.741, 3.971, 3.127, 2.532, 2.568,
    2.564, 2.618, 2.298, 2.086, 2.493, 2.473, 23.87, 10.56, 6.612, 2.691, 1.958, 1.468, 1.574,
    1.863, 1.484, 1.693, 2.18, 2.499, 2.866, 2.774, 2.74, 2.778, 2.422, 2.213, 2.445, 2.642,
    0.03079, 0.02628, 0.0199, 0.03505, 0.03659, 0.02015, 0.02108, 0.03724, 0.02541, 0.02293,
    0.02273, 0.01958, 0.8779, 0.7646, 1.185, 0.5622, 0.03087, 0.2562, 1.647, 0.1953, 3.396, 2.037,
)  # fmt: skip
_LOGARITHMIC: Final = ("spectral_centroid_hz", "spectral_bandwidth_hz", "spectral_rolloff_hz")
_PLAIN: Final = (
    "spectral_flatness",
    "low_frequency_share",
    "onsets_per_second",
    "pulse_clarity",
    "crest_db",
    "loudness_range_lu",
)


def raw_fingerprint(
    cepstra: tuple[Doubles, Doubles], tones: Doubles, figures: Mapping[str, float]
) -> Doubles:
    """The 62 numbers in their own units; a figure that is absent counts as 0.

    Args:
        cepstra: mean and deviation of 20 coefficients.
        tones: 12 shares from the tonic, or from the strongest tone when there is no key.
        figures: features by name.
    """
    pitches = [math.log2(1 + figures.get(name, 0.0)) for name in _LOGARITHMIC]
    pace = math.log2(max(figures.get("tempo_bpm", 0.0), 40.0))
    rest = [figures.get(name, 0.0) for name in _PLAIN]
    return np.concatenate([*cepstra, tones, pitches, [pace], rest])


def embed(raw: Doubles) -> Embedding:
    """Put the 62 numbers on one scale."""
    scaled = np.clip((raw - np.array(_CENTRE)) / np.array(_SPREAD), -_EXTREME, _EXTREME)
    return Embedding(scheme=SCHEME, vector=tuple(round(float(number), 4) for number in scaled))
