"""Seats in the memory of one process; exact as long as there is only that one."""

from collections import Counter

from phantom_core.kernel import UserId
from phantom_core.limits import Seats

__all__ = ["MemorySeats"]


class MemorySeats(Seats):
    """How many seats each person has, of whom nobody has more than `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[UserId] = Counter()

    def __len__(self) -> int:
        """How many people have one."""
        return len(self._taken)

    async def take(self, person: UserId) -> bool:
        """Take a seat, if there is one."""
        if self._taken[person] >= self._most:
            return False
        self._taken[person] += 1
        return True

    def free(self, person: UserId) -> None:
        """Give a seat back."""
        self._taken[person] -= 1
        if not self._taken[person]:
            del self._taken[person]
