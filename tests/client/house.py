"""A server that can be stopped and killed, and comes back at the same address."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from litestar import Litestar

from phantom_adapters.client import Client, Token, connect
from phantom_app.socket import Sockets, SocketSettings, create_socket_route
from phantom_app.socket.uvicorn_wire import SocketProtocol
from tests.ports import kept_port
from tests.socket.stage import Stage
from tests.socket.test_topics import STATES

__all__ = ["House", "house"]


class House:
    """A world behind a server; another world may move in while the server is down.

    Attributes:
        visits: how many connections there have been.
    """

    def __init__(self, world: Stage, settings: SocketSettings) -> None:
        self.world = world
        self.visits = 0
        self._settings = settings
        self._port = kept_port()
        self._server: uvicorn.Server
        self._serving: asyncio.Task[None]

    def client(self, token: Token = lambda: "ada") -> Client:
        """Somebody who comes in."""
        return connect(f"ws://127.0.0.1:{self._port}/ws", token, proxy=None)

    async def start(self) -> None:
        """Serve."""
        sockets = Sockets(
            self.world.hub,
            self.world.authenticate,
            clock=self.world.clock,
            limits=self.world.limits,
            settings=self._settings,
            states=STATES,
        )
        app: Any = Litestar(
            [create_socket_route(lambda _: sockets)], openapi_config=None, logging_config=None
        )

        async def counted(scope: Any, receive: Any, send: Any) -> None:
            self.visits += 1
            await app(scope, receive, send)

        config = uvicorn.Config(
            counted,
            ws=SocketProtocol,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        bound = socket.create_server(("127.0.0.1", self._port))
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))

    async def stop(self) -> None:
        """Stop as one should, saying so."""
        self._server.should_exit = True
        await self._serving

    async def kill(self) -> None:
        """Stop without a word."""
        self.cut()
        await self.stop()

    def cut(self) -> None:
        """Cut all connections."""
        for protocol in [*self._server.server_state.connections]:
            protocol.transport.abort()


@asynccontextmanager
async def house(world: Stage, settings: SocketSettings | None = None) -> AsyncIterator[House]:
    """Serve a world on a free port."""
    made = House(world, settings or SocketSettings())
    await made.start()
    try:
        yield made
    finally:
        await made.kill()
