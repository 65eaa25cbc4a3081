"""Two servers and two workers that are processes, met by HTTP and WebSockets alone."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import anyio
import attrs
import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from phantom_adapters.clock import wall_clock
from phantom_adapters.memory import ManualClock
from phantom_adapters.memory.mail import MemoryMailer
from phantom_app.composition import composed
from phantom_app.settings import read_settings
from phantom_core.kernel import Task
from tests.deployment.installation import Balanced
from tests.http.world import Place, World

__all__ = ["processes"]

_PATIENCE: Final = 60
_LARGEST: Final = 1 << 24
_PASSED_ON: Final = frozenset({"authorization", "origin"})


def processes(request: pytest.FixtureRequest) -> Place:
    """A place that runs for the whole session; each world begins with its rows emptied.

    It has settings of its own: those that a module makes are for its other tests, not for flows.
    """
    running: Balanced = request.getfixturevalue("running_installation")

    @asynccontextmanager
    async def live(folder: Path, _: Mapping[str, str]) -> AsyncIterator[World]:
        await running.forget_everything()
        settings = read_settings(running.settings, data_dir=str(folder))
        async with AsyncExitStack() as stack:
            # One more process of the installation: this one, for what no route does.
            services = await stack.enter_async_context(composed(settings))
            client = httpx.AsyncClient(
                base_url=f"http://{running.address}",
                # Each request has a connection of its own, and so goes to the next server.
                limits=httpx.Limits(max_keepalive_connections=0),
                timeout=_PATIENCE,
            )
            yield _Processes(
                servers=[services],
                workers=[],
                app=_Sockets(running.address),
                http=client,
                clock=ManualClock(wall_clock()),
                mailer=MemoryMailer(),
                running=running,
            )

    return live


@attrs.frozen(kw_only=True)
class _Processes(World):
    """A world whose jobs others do."""

    running: Balanced

    async def work(self, *kinds: type[Task]) -> None:  # noqa: ARG002 - the workers do all there are
        """Wait until they have done all that is due."""
        await self.running.idle()


@attrs.frozen
class _Sockets:
    """Passes a client's connection on to the next server."""

    address: str

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        told = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        assert (await receive())["type"] == "websocket.connect"
        async with connect(
            f"ws://{self.address}{scope['path']}",
            subprotocols=scope["subprotocols"] or None,
            additional_headers={name: told[name] for name in _PASSED_ON & told.keys()},
            max_size=_LARGEST,
            proxy=None,
        ) as socket:
            await send({"type": "websocket.accept", "subprotocol": socket.subprotocol})
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_say, socket, receive)
                async for text in socket:
                    await send({"type": "websocket.send", "text": text})
                await send({"type": "websocket.close", "code": socket.close_code})
                tasks.cancel_scope.cancel()


async def _say(socket: ClientConnection, receive: Any) -> None:
    """Say what the client says, until it goes."""
    while (said := await receive())["type"] == "websocket.receive":
        try:
            await socket.send(said.get("text") or said.get("bytes"))
        except ConnectionClosed:
            return
    await socket.close()
