"""A server on SQLite and on PostgreSQL, with all that is written down by either."""

from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import Storage
from tests.http.world import World, build


@attrs.frozen
class Place:
    """A server, and where its database is."""

    world: World
    storage: Storage
    url: str
    folder: Path


@pytest.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """A server of its own for one test."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
    else:
        url = request.getfixturevalue("postgres_url")
        migrate(url)
    clock = ManualClock()
    storage = open_storage(url, clock=clock)
    world, client = build(storage, clock, tmp_path)
    async with client:
        yield Place(world, storage, url, tmp_path)
    await storage.close()
