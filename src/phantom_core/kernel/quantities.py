"""Quantities that must not be mixed up, and the time everything is told in."""

from datetime import UTC, datetime, timedelta
from typing import Final, NewType

__all__ = [
    "EPOCH",
    "MILLISECOND",
    "Bpm",
    "ByteCount",
    "Hertz",
    "Lufs",
    "Milliseconds",
    "Seconds",
    "to_millisecond",
]

Milliseconds = NewType("Milliseconds", int)
"""A duration, or a position in a recording; never negative."""

Seconds = NewType("Seconds", float)
"""A duration, or a position in a recording, where milliseconds are too coarse."""

ByteCount = NewType("ByteCount", int)
"""A size in bytes; never negative."""

Hertz = NewType("Hertz", int)
"""Samples a second."""

Bpm = NewType("Bpm", float)
"""Beats a minute."""

Lufs = NewType("Lufs", float)
"""Loudness units relative to full scale (ITU-R BS.1770)."""

MILLISECOND: Final = timedelta(milliseconds=1)
"""The precision of all times."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Where the time in ids is counted from."""


def to_millisecond(moment: datetime) -> datetime:
    """Cut an instant to the precision that Phantom keeps."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
