"""Going without a rush: a server that is told to end says goodbye to one after the other."""

import asyncio
from collections.abc import Callable

from phantom_app.readiness import Readiness
from phantom_app.socket import Sockets

__all__ = ["Draining"]


class Draining:
    """Ends a server: readiness goes first, then the sockets, spread over a time, then the rest."""

    def __init__(
        self, readiness: Readiness, sockets: Sockets, stop: Callable[[], None], spread: float
    ) -> None:
        """Close `sockets` over `spread` seconds, and `stop`; that, done twice, waits no more."""
        self._readiness = readiness
        self._sockets = sockets
        self._stop = stop
        self._spread = spread
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to go; told a second time, do not wait any more."""
        self._readiness.drain()
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        else:
            self.hurry()

    def hurry(self) -> None:
        """Go at once: finish what runs, or not even that, if it is going already."""
        self._readiness.drain()
        if self._task is not None:
            self._task.cancel()
            self._stop()
        self._stop()

    async def _drain(self) -> None:
        await self._sockets.drain(self._spread)
        self._stop()
