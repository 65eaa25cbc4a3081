"""A server on memory and on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.kernel import Storage
from tests.http.world import World, build


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the server; a module with wishes of its own overrides it."""
    return {}


@pytest.fixture(params=["memory", "sqlite"])
async def world(
    request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]
) -> AsyncIterator[World]:
    """A server of its own for one test."""
    clock = ManualClock()
    storage: Storage = (
        MemoryStorage(clock=clock)
        if request.param == "memory"
        else open_storage(request.getfixturevalue("sqlite_url"), clock=clock)
    )
    built, client = build(storage, clock, tmp_path, **environment)
    async with client:
        yield built
    await storage.close()
