"""A short wait before changes are shown, so that what is nearly at once is shown in its order.

For the eye only: a document takes changes in any order, and nothing may depend on this one.
"""

from heapq import heappop, heappush
from itertools import count
from typing import Final

from phantom_core.sync.change import Change, ReplicaId
from phantom_core.sync.stamps import HybridTime

__all__ = ["REORDER_LIMIT", "REORDER_WAIT_MS", "ReorderBuffer"]

REORDER_WAIT_MS: Final = 100
"""How long a change waits for earlier ones."""

REORDER_LIMIT: Final = 1_000
"""How many changes wait at most; with more, the earliest are shown at once."""


class ReorderBuffer:
    """Gives changes back in the order of their times, each once, none later than it must be."""

    def __init__(self, wait_ms: int = REORDER_WAIT_MS, limit: int = REORDER_LIMIT) -> None:
        self._wait_ms = wait_ms
        self._limit = limit
        self._waiting: list[tuple[HybridTime, str, ReplicaId, int, int, int, Change]] = []
        self._added = count()
        self._given: tuple[HybridTime, str, ReplicaId] | None = None

    def __len__(self) -> int:
        """How many changes wait."""
        return len(self._waiting)

    def add(self, change: Change, now_ms: int) -> None:
        """Take a change that came at `now_ms`, by any clock that does not run backwards."""
        order = (change.time, change.author, change.replica)
        late = self._given is not None and order <= self._given
        due = now_ms if late else now_ms + self._wait_ms
        heappush(self._waiting, (*order, change.counter, due, next(self._added), change))

    def next_due(self) -> int | None:
        """When to look again, in the clock of `add`; `None` while nothing waits."""
        return min((waiting[4] for waiting in self._waiting), default=None)

    def due(self, now_ms: int) -> list[Change]:
        """What is to be shown now, in order: what waited long enough, and what comes before it.

        What comes too late for its place comes at once; nothing is dropped.
        """
        last = max((waiting for waiting in self._waiting if waiting[4] <= now_ms), default=None)
        shown: list[Change] = []
        while self._waiting and (
            len(self._waiting) > self._limit or (last is not None and self._waiting[0] <= last)
        ):
            first = heappop(self._waiting)
            self._given = max(first[:3], self._given or first[:3])
            shown.append(first[6])
        return shown
