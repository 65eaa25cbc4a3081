"""How a score is shown: a number from 0 to 99, and a word for it.

The reciprocal score R has no upper end and its details would tell of others. What is shown is a
whole number that grows with R, the same for both sides, and never 100: nobody is perfect.
"""

from bisect import bisect_right
from enum import Enum
from itertools import pairwise
from typing import Final

__all__ = ["HIGHEST_SHOWN", "Band", "band_of", "shown_score"]

HIGHEST_SHOWN: Final = 99
"""The best score that anybody sees."""

_KNOTS: Final = ((0.0, 0), (0.5, 40), (1.0, 70), (1.5, 85), (2.0, 93), (3.0, HIGHEST_SHOWN))
"""R and what is shown of it; in between, straight lines. R = 1 is as good as the
mean of what both could have best. The numbers are made to be read, and are no probabilities."""


class Band(Enum):
    """A score in a word."""

    SLIGHT = "slight"
    FAIR = "fair"
    GOOD = "good"
    GREAT = "great"
    EXCEPTIONAL = "exceptional"


_BANDS: Final = tuple(Band)
_LEAST: Final = (40, 70, 85, 93)


def shown_score(reciprocal: float) -> int:
    """What is shown of R."""
    for (low, least), (high, most) in pairwise(_KNOTS):
        if reciprocal < high:
            return int(least + (most - least) * (max(reciprocal, low) - low) / (high - low))
    return HIGHEST_SHOWN


def band_of(shown: int) -> Band:
    """The word for a score that is shown."""
    return _BANDS[bisect_right(_LEAST, shown)]
