"""A waveform's zoom levels in one blob, so that a reader fetches the level it needs alone.

The levels stand one after the other, finest first, each a data file of audiowaveform.
"""

from collections.abc import Iterator
from typing import Final

import attrs

from phantom_core.audio.waveform import (
    Peaks,
    coarser,
    decode_peaks,
    encode_peaks,
    encoded_size,
    level_sizes,
    zoom_levels,
)

__all__ = ["ZOOM_LEVELS", "LevelPlace", "coarsened", "encode_levels", "level_for", "place_of"]

ZOOM_LEVELS: Final = 8
"""How many levels there are: the finest has 256 samples to a point, the coarsest 4,194,304.

Those of some 256 points or fewer are not stored: they are made of the last that is.
"""


@attrs.frozen(kw_only=True)
class LevelPlace:
    """Where a level stands in the blob.

    Attributes:
        start: bytes before it.
        length: its bytes.
        points: how many points it has.
    """

    start: int
    length: int
    points: int


def encode_levels(peaks: Peaks) -> bytes:
    """Write all zoom levels of a waveform, which is its own finest one."""
    return b"".join(map(encode_peaks, zoom_levels(peaks)))


def level_for(finest_points: int, wanted_points: int) -> LevelPlace:
    """Find the coarsest level with enough points, or else the finest, by sizes alone."""
    enough, *rest = _levels(finest_points)
    for place in rest:
        if place.points >= wanted_points:
            enough = place
    return enough


def place_of(finest_points: int, level: int) -> tuple[LevelPlace, int]:
    """Where a level stands, 0 the finest, or the last before it, and how many steps are left."""
    places = list(_levels(finest_points))
    stored = min(level, len(places) - 1)
    return places[stored], level - stored


def coarsened(data: bytes, steps: int) -> bytes:
    """A level's data file, made so many levels coarser. Raises: Invalid, if it is none."""
    peaks = decode_peaks(data)
    for _ in range(steps):
        peaks = coarser(peaks)
    return encode_peaks(peaks)


def _levels(points: int) -> Iterator[LevelPlace]:
    start = 0
    for size in level_sizes(points):
        place = LevelPlace(start=start, length=encoded_size(size), points=size)
        yield place
        start += place.length
