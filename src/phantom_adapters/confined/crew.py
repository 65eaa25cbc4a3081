"""Several workers of one trade, of which each job is given one that has nothing else to do."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import anyio

from phantom_adapters.confined.worker import Worker
from phantom_adapters.turns import MOST_WAITING, refuse_if_many

__all__ = ["Crew"]


class Crew:
    """Workers side by side. No more of them are started than were ever needed at once."""

    def __init__(self, workers: Iterable[Worker]) -> None:
        self.workers = tuple(workers)
        self._idle = [*reversed(self.workers)]
        self._turn = anyio.Semaphore(len(self.workers))

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Worker]:
        """A worker that does nothing else meanwhile; whoever comes when all are busy waits.

        Raises: Unavailable, if too many wait already.
        """
        refuse_if_many(self._turn.statistics().tasks_waiting, MOST_WAITING, "files to be read")
        async with self._turn:
            worker = self._idle.pop()
            try:
                yield worker
            finally:
                self._idle.append(worker)

    def close(self) -> None:
        """End all processes."""
        for worker in self.workers:
            worker.close()
