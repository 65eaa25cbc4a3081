"""Storage over SQL: calls go to lanes and come back as answers."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.lanes import Lanes
from phantom_core.kernel import Committed, Invocation, Storage, Topic, UnitOfWork

__all__ = ["SqlStorage"]

T = TypeVar("T")


class SqlStorage(Storage):
    """A database behind two sets of lanes: one that writes and one that reads.

    Made by `open_storage`. Cancelling a call stops the waiting; what a lane has begun it ends.
    """

    def __init__(self, writers: Lanes, readers: Lanes) -> None:
        self._writers = writers
        self._readers = readers

    async def write(
        self,
        invocation: Invocation,
        body: Callable[[UnitOfWork], T],
        *,
        hot_topic: Topic | None = None,
    ) -> Committed:
        """Run `body` in a transaction: all or nothing."""
        return cast("Committed", await _through(self._writers, Call(invocation, body, hot_topic)))

    async def read(self, invocation: Invocation, body: Callable[[UnitOfWork], T]) -> T:
        """Run `body` on one consistent state."""
        return cast("T", await _through(self._readers, Call(invocation, body)))

    async def close(self) -> None:
        """Finish what was begun, end the threads, close the connections."""
        await self._writers.close()
        await self._readers.close()


async def _through(lanes: Lanes, call: Call) -> Any:
    lanes.join(call)
    return await call.outcome
