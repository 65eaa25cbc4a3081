"""The whole server, as its users meet it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from tests.http.world import build
from tests.socket.site import Site


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the server; a test with wishes of its own overrides it."""
    return {}


@pytest.fixture
async def site(tmp_path: Path, environment: dict[str, str]) -> AsyncIterator[Site]:
    """A server on memory."""
    clock = ManualClock()
    world, http = build(MemoryStorage(clock=clock), clock, tmp_path, **environment)
    app = http._transport.app  # type: ignore[attr-defined]
    async with http, world.services.hub, asyncio.TaskGroup() as tasks:
        yield Site(world, app, tasks)
        for task in [*tasks._tasks]:
            task.cancel()
