"""A line between a program and what it depends on, which can be cut, silenced, slowed or closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

__all__ = ["Line", "line"]

_PIECE: Final = 64 * 1024


class Line:
    """Carries bytes from a TCP port of its own to an address, and back.

    Attributes:
        port: where programs connect to.
        delay: how long each piece is held back, in seconds.
    """

    def __init__(self, target: Path | tuple[str, int]) -> None:
        self.port = 0
        self.delay = 0.0
        self._target = target
        self._flows = asyncio.Event()
        self._flows.set()
        self._refuses = False
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Break all connections; new ones may be made at once."""
        for end in self._ends:
            end.transport.abort()

    def refuse(self) -> None:
        """Break all connections and take no new ones."""
        self._refuses = True
        self.cut()

    def silence(self) -> None:
        """Carry nothing any more, without anybody being told: not even that a connection ends."""
        self._flows.clear()

    def heal(self) -> None:
        """Carry everything again, as soon as it comes."""
        self._refuses, self.delay = False, 0.0
        self._flows.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, until one of its ends is gone."""
        await self._flows.wait()
        if self._refuses:
            writer.transport.abort()
            return
        try:
            there, back = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, back}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, back))
                group.create_task(self._pump(there, writer))
        finally:
            self._ends -= {writer, back}
            for end in (writer, back):
                end.transport.abort()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._target, Path):
            return await asyncio.open_unix_connection(self._target)
        return await asyncio.open_connection(*self._target)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(_PIECE):
                await asyncio.sleep(self.delay)
                await self._flows.wait()
                sink.write(piece)
                await sink.drain()
        sink.transport.abort()


@asynccontextmanager
async def line(target: Path | tuple[str, int]) -> AsyncIterator[Line]:
    """Have a line to a Unix socket, or to a host and port."""
    laid = Line(target)
    server = await asyncio.start_server(laid.carry, "127.0.0.1", 0)
    laid.port = server.sockets[0].getsockname()[1]
    try:
        yield laid
    finally:
        server.close()
        laid.heal()
        laid.cut()
