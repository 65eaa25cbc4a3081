"""A waveform's zoom levels in one blob, so that a reader fetches the level it needs alone.

The levels stand one after the other, finest first, each a data file of audiowaveform.
"""

from collections.abc import Iterator

import attrs

from phantom_core.audio.waveform import (
    Peaks,
    encode_peaks,
    encoded_size,
    level_sizes,
    zoom_levels,
)

__all__ = ["LevelPlace", "encode_levels", "level_for"]


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
    enough, *coarser = _levels(finest_points)
    for place in coarser:
        if place.points >= wanted_points:
            enough = place
    return enough


def _levels(points: int) -> Iterator[LevelPlace]:
    start = 0
    for size in level_sizes(points):
        place = LevelPlace(start=start, length=encoded_size(size), points=size)
        yield place
        start += place.length
