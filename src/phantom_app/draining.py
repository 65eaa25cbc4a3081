"""Going without a rush: a server that is told to end says goodbye to one after the other."""

import asyncio
from typing import Protocol

import anyio

from phantom_app.readiness import Readiness
from phantom_app.socket import Sockets

__all__ = ["Draining", "Listening"]


class Listening(Protocol):
    """What takes requests."""

    async def let_go(self) -> None:
        """Have connections go that are kept for requests, in a moment."""

    def stop(self) -> None:
        """Finish what runs; asked a second time, do not wait for it."""


class Draining:
    """Ends a server: readiness goes first, then whoever is connected, then the rest."""

    def __init__(
        self, readiness: Readiness, sockets: Sockets, server: Listening, spread: float
    ) -> None:
        """Close `sockets` over `spread` seconds, and stop the `server`."""
        self._readiness = readiness
        self._sockets = sockets
        self._server = server
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
            self._server.stop()
        self._server.stop()

    async def _drain(self) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(self._server.let_go)
            await self._sockets.drain(self._spread)
        self._server.stop()
