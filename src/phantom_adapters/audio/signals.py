"""The form in which sound travels through the analysis."""

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["RATE", "Doubles", "Floats"]

RATE: Final = 22050
"""The rate, in samples a second, at which music is listened to."""

Floats = npt.NDArray[np.float32]
"""Samples, magnitudes or curves."""

Doubles = npt.NDArray[np.float64]
"""Sums and statistics."""
