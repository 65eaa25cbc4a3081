"""How many connections one person may hold."""

from collections import Counter
from typing import Final

from phantom_core.kernel import RateLimited, UserId

__all__ = ["Seats"]

_RETRY_AFTER: Final = 30


class Seats:
    """The connections of each person in this process."""

    def __init__(self, per_person: int) -> None:
        self._per_person = per_person
        self._taken: Counter[UserId] = Counter()

    def __len__(self) -> int:
        """How many people have a connection."""
        return len(self._taken)

    def take(self, person: UserId) -> None:
        """Let somebody have one more connection. Raises: RateLimited, if they have enough."""
        if self._taken[person] >= self._per_person:
            detail = f"One person may hold {self._per_person} connections."
            raise RateLimited(_RETRY_AFTER, detail)
        self._taken[person] += 1

    def free(self, person: UserId) -> None:
        """Take one of somebody's connections back."""
        self._taken[person] -= 1
        if not self._taken[person]:
            del self._taken[person]
