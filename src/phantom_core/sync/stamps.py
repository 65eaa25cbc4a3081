"""Hybrid logical time: as close to the clock as causality lets it be."""

from typing import Final, NewType

__all__ = [
    "LOGICAL_BITS",
    "LOGICAL_MASK",
    "HybridClock",
    "HybridTime",
    "hybrid_time",
    "logical_of",
    "wall_of",
]

HybridTime = NewType("HybridTime", int)
"""Milliseconds since 1970, shifted left by 16 bits, and a logical counter in those bits.

Kulkarni et al., "Logical Physical Clocks", 2014; as one number, so that comparing is one step.
"""

LOGICAL_BITS: Final = 16
"""How many of its bits are the logical counter."""
LOGICAL_MASK: Final = (1 << LOGICAL_BITS) - 1
"""What of a time is the logical counter."""


def hybrid_time(wall_ms: int, logical: int = 0) -> HybridTime:
    """Put a wall time in ms and a logical counter together."""
    return HybridTime((wall_ms << LOGICAL_BITS) + logical)


def wall_of(time: HybridTime) -> int:
    """The wall time in ms."""
    return time >> LOGICAL_BITS


def logical_of(time: HybridTime) -> int:
    """The logical counter."""
    return time & LOGICAL_MASK


class HybridClock:
    """Gives times that are later than all it has given and all it has been told of.

    Attributes:
        last: the latest of those.
    """

    def __init__(self, last: HybridTime = HybridTime(0)) -> None:
        self.last = last

    def tick(self, now_ms: int) -> HybridTime:
        """The time of something that happens now; a clock set back does not take it back."""
        self.last = HybridTime(max(now_ms << LOGICAL_BITS, self.last + 1))
        return self.last

    def witness(self, time: HybridTime) -> None:
        """Learn of a time given elsewhere."""
        self.last = max(self.last, time)
