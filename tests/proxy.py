"""A TCP proxy of our own, to stand before any server, or several alike, and be a bad network.

It runs on a thread of its own, so that programs in this process and in others may go through it.
Its port stays the same whatever happens to it.
"""

import asyncio
import math
import socket
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from tests.ports import kept_port

__all__ = ["Place", "Proxy", "proxy_before"]

Place = tuple[str, int] | Path
"""Where a server listens: host and port, or a Unix socket."""

_CHUNK: Final = 64 * 1024
_PATIENCE: Final = 60


class Proxy:
    """Passes bytes on in both directions, as long as it is told to.

    Attributes:
        port: where it listens, on 127.0.0.1.
        connections: how many have been made so far.
    """

    def __init__(self, *behind: Place) -> None:
        self._behind = cycle(behind)
        self._loop = asyncio.new_event_loop()
        self._listener: asyncio.Server | None = None
        self._links: set[asyncio.StreamWriter] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._delays = cycle((0.0,))
        self._loses_after: float = math.inf
        self._holding: tuple[threading.Event, asyncio.Event] | None = None
        self.port = kept_port()
        self.connections = 0

    def cut(self) -> None:
        """Break all connections by a reset; new ones are made as before."""
        self._do(self._cut())

    def refuse(self) -> None:
        """Break all connections, and take no new ones: nobody listens."""
        self._do(self._refuse())

    def fall_silent(self) -> None:
        """Take connections, and pass nothing on: what was paused, or is behind a lost cable."""
        self._do(self._set(open_=False))

    def slow_down(self, *seconds: float) -> None:
        """Pass everything on, each piece so much later; of several delays each takes the next.

        Then what one connection brings may overtake what another does.
        """
        self._do(self._set(delays=seconds))

    def lose_an_answer(self, *, after: int = 0) -> None:
        """Break the next connection that is answered by more bytes than so many.

        The rest of the answer is not passed on, nor the piece of it that goes beyond.
        """
        self._loses_after = after

    @contextmanager
    def holding_one_back(self) -> Iterator[threading.Event]:
        """Hold back the next piece that is asked, to the end; all others pass it by.

        The event tells that there is one.
        """
        held, let_go = threading.Event(), asyncio.Event()
        self._holding = held, let_go
        try:
            yield held
        finally:
            self._holding = None
            self._loop.call_soon_threadsafe(let_go.set)

    def lead_to(self, *behind: Place) -> None:
        """Pass all new connections to another server; those that there are break."""
        self._behind = cycle(behind)
        self.cut()

    def heal(self) -> None:
        """Be a good network again; what was held back is passed on."""
        self._do(self._heal())

    def start(self) -> None:
        """Listen."""
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self._listen())

    def stop(self) -> None:
        """Listen no more, and let everybody go."""
        self._do(self._refuse())
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, step: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(step, self._loop).result(_PATIENCE)

    async def _set(self, *, open_: bool = True, delays: Sequence[float] = (0.0,)) -> None:
        (self._open.set if open_ else self._open.clear)()
        self._delays = cycle(delays)

    async def _listen(self) -> None:
        if self._listener is None:
            bound = socket.create_server(("127.0.0.1", self.port))
            self._listener = await asyncio.start_server(self._serve, sock=bound)

    async def _heal(self) -> None:
        await self._listen()
        await self._set()

    async def _cut(self) -> None:
        broken = {*self._links}
        for link in broken:
            link.transport.abort()
        while broken & self._links:  # noqa: ASYNC110 - each of them goes by itself
            await asyncio.sleep(0.01)

    async def _refuse(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await self._cut()

    async def _end(self) -> None:
        """Leave nothing half done; who was about to be let in is no link yet."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError):
            async with self._held(writer), self._reached() as (answers, behind):
                ways = (self._pass(reader, behind), self._pass(answers, writer, answers=True))
                tasks = [asyncio.ensure_future(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def _held(self, link: asyncio.StreamWriter) -> AsyncIterator[None]:
        self._links.add(link)
        try:
            yield
        finally:
            link.close()
            self._links.discard(link)

    @asynccontextmanager
    async def _reached(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        behind = next(self._behind)
        if isinstance(behind, Path):
            reader, writer = await asyncio.open_unix_connection(behind)
        else:
            reader, writer = await asyncio.open_connection(*behind)
        async with self._held(writer):
            yield reader, writer

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool = False
    ) -> None:
        passed = 0
        while piece := await source.read(_CHUNK):
            passed += len(piece)
            if answers and passed > self._loses_after:
                self._loses_after = math.inf
                return
            if not answers and self._holding is not None:
                (held, let_go), self._holding = self._holding, None
                held.set()
                await let_go.wait()
            if delay := next(self._delays):
                await asyncio.sleep(delay)
            await self._open.wait()
            target.write(piece)
            await target.drain()


@contextmanager
def proxy_before(*behind: Place) -> Iterator[Proxy]:
    """Stand before a server for a while; before several, each connection goes to the next one."""
    proxy = Proxy(*behind)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
