"""The servers that deliver: Phantom's, and those beside whom it is measured.

`python -m tests.benchmarks.live.servers NAME` serves on a free port of one processor and prints
the port. Each line `RATE SECONDS BYTES` on its input has it tell its readers something that often;
then it prints how much it told. A message has so many bytes, and exactly one `#`. To the line
`reads` it prints how often it has read its store so far.
"""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any, Final

import attrs
import socketio
import uvicorn
import uvloop
from litestar import Litestar, WebSocket, websocket
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend

from phantom_adapters.clock import wall_clock
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport, Pace
from phantom_app.limiting import Limits
from phantom_app.socket import Bearer, Sockets, SocketSettings, create_socket_route, encode_message
from phantom_app.socket.uvicorn_wire import SocketProtocol
from phantom_core.audio.audio_file import AudioFileId
from phantom_core.audio.events import AnalysisProgress
from phantom_core.identity import SessionId
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Actor,
    Command,
    Query,
    Storage,
    UserId,
    Work,
    person,
    topic,
    uuid7,
)
from phantom_core.live import announcer
from phantom_core.phantom import Phantom

__all__ = ["ADA", "SERVERS", "TOPIC"]

Tell = Callable[[int, int], Awaitable[None]]
"""Tells all readers something: its number, and how many bytes it has."""

_START: Final = datetime(2026, 1, 31, tzinfo=UTC)
ADA: Final = UserId(uuid7(_START, 1))
TOPIC: Final = topic("user", ADA)
_FILE: Final = AudioFileId(uuid7(_START, 2))


@attrs.frozen(kw_only=True)
class _Progress(Command[None]):
    access = Access.SYSTEM
    event: AnalysisProgress

    def run(self, work: Work) -> None:
        work.record(self.event)


async def _authenticate(_: str) -> Bearer:
    session = SessionId(uuid7(_START, 3))
    tomorrow = wall_clock() + timedelta(days=1)
    return Bearer(actor=person(ADA), session_id=session, expires_at=tomorrow)


class _Counting(Phantom):
    """Counts how often its store is read."""

    reads = 0

    async def ask(self, query: Query[Any], *, actor: Actor) -> Any:
        """Answer, and count it."""
        self.reads += 1
        return await super().ask(query, actor=actor)


class _Parts:
    """A server to run: its application, how to tell its readers something, and its protocol."""

    def __init__(
        self,
        app: Any,
        tell: Tell,
        protocol: Any = "websockets-sansio",
        reads: Callable[[], int] = int,
    ) -> None:
        self.app = app
        self.tell = tell
        self.protocol = protocol
        self.reads = reads


async def _phantom(stack: AsyncExitStack, pace: Pace, storage: Storage) -> _Parts:
    phantom = _Counting(storage)
    transport = InProcessTransport()
    phantom.observe(announcer(transport))
    hub = Hub(phantom, transport, encode_message, clock=wall_clock, settings=HubSettings(pace=pace))
    await stack.enter_async_context(hub)
    sockets = Sockets(
        hub,
        _authenticate,
        clock=wall_clock,
        limits=Limits(allowances={}, spent=MemoryRateLimits(wall_clock)),
        settings=SocketSettings(per_person=1_000_000),
    )

    route = create_socket_route(lambda _: sockets)

    async def tell(_: int, size: int) -> None:
        padding = "#" + "x" * (size - _EMPTY - 1)
        await phantom.do(_Progress(event=_event(padding)), actor=SYSTEM)

    app = Litestar([route], openapi_config=None)
    return _Parts(app, tell, SocketProtocol, lambda: phantom.reads)


def _event(stage: str) -> AnalysisProgress:
    return AnalysisProgress(owner_id=ADA, audio_file_id=_FILE, stage=stage, fraction=0.5)


_EMPTY: Final = 246
"""The bytes of an event whose stage is empty, about."""


async def _coalesced(stack: AsyncExitStack) -> _Parts:
    return await _phantom(stack, Pace(), MemoryStorage())


async def _each(stack: AsyncExitStack) -> _Parts:
    return await _phantom(stack, Pace(per_reader=0), MemoryStorage())


async def _durable(stack: AsyncExitStack) -> _Parts:
    folder = stack.enter_context(TemporaryDirectory())
    storage = open_storage(f"sqlite:///{folder}/phantom.db")
    stack.push_async_callback(storage.close)
    return await _phantom(stack, Pace(), storage)


async def _channels(_: AsyncExitStack) -> _Parts:
    plugin = ChannelsPlugin(
        MemoryChannelsBackend(),
        channels=["all"],
        create_ws_route_handlers=True,
        subscriber_max_backlog=1000,
    )

    async def tell(number: int, size: int) -> None:
        plugin.publish(_message(number, size), ["all"])

    return _Parts(Litestar([], plugins=[plugin], openapi_config=None), tell)


async def _socketio(_: AsyncExitStack) -> _Parts:
    server = socketio.AsyncServer(async_mode="asgi", ping_interval=600)

    async def tell(number: int, size: int) -> None:
        await server.emit("message", _message(number, size - 16))

    return _Parts(socketio.ASGIApp(server), tell)


async def _floor(_: AsyncExitStack) -> _Parts:
    """What any ASGI application costs: one loop that awaits each `send`."""
    sends: dict[Any, None] = {}

    @websocket("/ws")
    async def ws(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()
        sends[socket.scope["extensions"]["raw"]] = None  # type: ignore[index]
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass

    async def tell(number: int, size: int) -> None:
        message = {"type": "websocket.send", "text": _message(number, size)}
        for send in sends:
            await send(message)

    class Raw(SocketProtocol):
        async def run_asgi(self) -> None:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions["raw"] = self.send
            await super().run_asgi()

    return _Parts(Litestar([ws], openapi_config=None), tell, Raw)


def _message(number: int, size: int) -> str:
    head = f'{{"seq":{number},"data":"#'
    return f'{head}{"x" * (size - len(head) - 2)}"}}'


SERVERS: Final[Mapping[str, Callable[[AsyncExitStack], Awaitable[_Parts]]]] = {
    "phantom": _coalesced,
    "phantom-each": _each,
    "phantom-sqlite": _durable,
    "asgi-floor": _floor,
    "channels": _channels,
    "socketio": _socketio,
}
"""All of them, by name."""


async def _serve(name: str) -> None:
    async with AsyncExitStack() as stack:
        parts = await SERVERS[name](stack)
        config = uvicorn.Config(
            parts.app,
            ws=parts.protocol,
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            lifespan="auto",
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        with socket.create_server(("127.0.0.1", 0), backlog=2048) as bound:
            server = uvicorn.Server(config)
            async with _obeying(parts, server):
                print(bound.getsockname()[1], flush=True)
                await server.serve(sockets=[bound])


@asynccontextmanager
async def _obeying(parts: _Parts, server: uvicorn.Server) -> Any:
    task = asyncio.create_task(_obey(parts, server))
    try:
        yield
    finally:
        task.cancel()


async def _obey(parts: _Parts, server: uvicorn.Server) -> None:
    loop, lines = asyncio.get_running_loop(), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    number = 0
    while line := await lines.readline():
        if line == b"reads\n":
            print(parts.reads(), flush=True)
            continue
        rate, seconds, size = (float(word) for word in line.split())
        begun, count = loop.time(), round(rate * seconds)
        for step in range(count):
            await asyncio.sleep(max(0, begun + step / rate - loop.time()))
            number += 1
            await parts.tell(number, int(size))
        print(count, flush=True)
    server.should_exit = True


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    uvloop.run(_serve(sys.argv[1]))
