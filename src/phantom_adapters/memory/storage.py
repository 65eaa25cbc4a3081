"""Storage in memory: the model that every other storage must agree with."""

import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from phantom_adapters.clock import Ratchet, wall_clock
from phantom_adapters.memory.table import Journal
from phantom_adapters.memory.unit import MemoryRepositories, MemoryUnit
from phantom_core.kernel import (
    Committed,
    Invocation,
    Storage,
    Topic,
    Unavailable,
    UnitOfWork,
    uuid7,
)
from phantom_core.registry import REGISTRY, Registry

__all__ = ["MemoryStorage"]

T = TypeVar("T")


class MemoryStorage(Storage):
    """Runs each unit of work in place, one after the other, and undoes those that fail."""

    def __init__(
        self, *, clock: Callable[[], datetime] = wall_clock, registry: Registry = REGISTRY
    ) -> None:
        self._clock = clock
        self._ratchet = Ratchet()
        self._journal = Journal()
        self._turn = threading.Lock()
        self._closed = False
        epoch = uuid7(clock(), secrets.randbits(74))
        self._repositories = MemoryRepositories(self._journal, registry, epoch)

    async def write(
        self,
        invocation: Invocation,
        body: Callable[[UnitOfWork], T],
        *,
        hot_topic: Topic | None = None,  # noqa: ARG002 - there is no commit to share
    ) -> Committed:
        """Run `body`; keep what it did, or nothing."""
        with self._turn:
            unit = self._unit(invocation)
            try:
                value = body(unit)
                committed = Committed(value=value, events=unit.settle(), jobs=len(unit.enqueued))
                self._journal.commit()
            finally:
                self._journal.roll_back()
            return committed

    async def read(self, invocation: Invocation, body: Callable[[UnitOfWork], T]) -> T:
        """Run `body`, which must change nothing."""
        with self._turn:
            try:
                answer = body(self._unit(invocation))
                if not self._journal.empty:
                    raise AssertionError("a query changed something")
            finally:
                self._journal.roll_back()
            return answer

    async def close(self) -> None:
        """Answer nobody from now on."""
        self._closed = True

    def _unit(self, invocation: Invocation) -> MemoryUnit:
        if self._closed:
            message = "This storage is closed."
            raise Unavailable(message)
        return MemoryUnit(invocation, self._ratchet(self._clock()), self._repositories)
