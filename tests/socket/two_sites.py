"""Two whole servers on one PostgreSQL in this process, told apart, and those who call both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_app.broker import Broker, open_broker
from phantom_app.settings import read_settings
from tests.http.world import Someone, build_with
from tests.socket.site import Site
from tests.socket.stage import Client
from tests.valkey_server import ValkeyServer

__all__ = ["Sites", "joined", "opened", "sites", "told"]

_SECRET = "x" * 40


@attrs.frozen
class Sites:
    """Two servers, and those who call both."""

    here: Site
    there: Site

    def elsewhere(self, somebody: Someone) -> Someone:
        """The same person, as a caller of the other server."""
        return attrs.evolve(somebody, http=self.there.world.http)

    async def connected(self, *, expected: bool = True) -> None:
        """Wait until both have reached the broker, or have both found that it is away."""
        for site in (self.here, self.there):
            await _connected(site.world.services.broker, expected=expected)


@pytest.fixture(params=["with a broker", "by the log alone"])
async def sites(
    request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path
) -> AsyncIterator[Sites]:
    """Both of them, connected by a broker or not."""
    broker = request.getfixturevalue("broker") if request.param == "with a broker" else None
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        here = await opened(postgres_url, broker, clock, tmp_path / "here", stack)
        there = await opened(postgres_url, broker, clock, tmp_path / "there", stack)
        yield Sites(here, there)


async def opened(
    url: str,
    broker: ValkeyServer | None,
    clock: ManualClock,
    folder: Path,
    stack: AsyncExitStack,
    **options: Any,
) -> Site:
    """A whole server on a database that is opened with some `options`."""
    environment = {"PHANTOM_SECRET_KEY": _SECRET}
    if broker is not None:
        environment["PHANTOM_BROKER_URL"] = broker.url()
    settings = read_settings(environment, data_dir=str(folder))
    connection = await open_broker(settings, stack)
    storage = open_storage(url, clock=clock, **options)
    stack.push_async_callback(storage.close)
    world, http = build_with(storage, clock, folder, environment, broker=connection)
    await stack.enter_async_context(http)
    await stack.enter_async_context(world.services.hub)
    tasks = await stack.enter_async_context(asyncio.TaskGroup())
    stack.callback(lambda: [task.cancel() for task in [*tasks._tasks]])
    if broker is not None:
        await _connected(connection)
    return Site(world, tasks)


async def _connected(broker: Broker, *, expected: bool = True) -> None:
    with anyio.fail_after(60):
        while (broker.standing() == "ok") is not expected:  # noqa: ASYNC110 - the broker tells
            await anyio.sleep(0.01)


async def joined(site: Site, somebody: Someone, topic: str) -> Client:
    """Somebody connects with a server, and listens to a topic."""
    client = await site.admitted(somebody)
    client.send({"id": "j", "type": "session.join", "topic": topic})
    while (said := await client.next()).get("reply") != "j":
        pass
    assert said["ok"], said
    return client


async def told(client: Client, kind: str) -> dict[str, Any]:
    """The next that somebody is told of a kind."""
    while (said := await client.next()).get("type") != kind:
        pass
    return said
