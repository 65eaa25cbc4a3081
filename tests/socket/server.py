"""The socket on a real server, and clients that are programs of their own kind."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from litestar import Litestar
from websockets.asyncio.client import ClientConnection, connect

from phantom_adapters.transport import HubSettings
from phantom_app.socket import SocketSettings, create_socket_route
from phantom_app.socket.uvicorn_wire import SocketProtocol
from phantom_core.limits import Allowance
from tests.socket.stage import PROMPT, Stage, stage

__all__ = ["Served", "hear", "served", "sign_in"]


class Served:
    """A world behind a server."""

    def __init__(self, world: Stage, server: uvicorn.Server, port: int) -> None:
        self.world = world
        self.server = server
        self.port = port

    @asynccontextmanager
    async def visit(self, **options: Any) -> AsyncIterator[ClientConnection]:
        """Connect."""
        async with connect(f"ws://127.0.0.1:{self.port}/ws", proxy=None, **options) as client:
            yield client


@asynccontextmanager
async def served(
    *,
    lend: bool = True,
    compress: bool = False,
    hub: HubSettings = PROMPT,
    settings: SocketSettings | None = None,
    allowances: Sequence[Allowance] = (),
    **options: Any,
) -> AsyncIterator[Served]:
    """Serve a world on a free port; with `lend`, uvicorn lends its own wire."""
    settings = settings or SocketSettings()
    async with stage(hub=hub, settings=settings, allowances=allowances) as world:
        route = create_socket_route(lambda _: world.sockets)
        config = uvicorn.Config(
            Litestar([route], openapi_config=None, logging_config=None),
            ws=SocketProtocol if lend else "websockets-sansio",
            ws_per_message_deflate=compress,
            ws_max_size=1 << 20,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
            **options,
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        with socket.create_server(("127.0.0.1", 0)) as bound:
            task = asyncio.create_task(server.serve(sockets=[bound]))
            try:
                yield Served(world, server, bound.getsockname()[1])
            finally:
                server.should_exit = True
                await task


async def sign_in(client: ClientConnection, name: str = "ada") -> Any:
    """Show a token, and answer what the server says."""
    await client.send(json.dumps({"type": "auth", "token": name}))
    return json.loads(await client.recv())


async def hear(client: ClientConnection, count: int) -> list[Any]:
    """The next so many things that the server says."""
    heard: list[Any] = []
    while len(heard) < count:
        value = json.loads(await client.recv())
        heard += value if isinstance(value, list) else [value]
    return heard
