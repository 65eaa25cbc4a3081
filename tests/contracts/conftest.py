"""A storage of each kind, for the suites that hold them to their promises."""

from collections.abc import AsyncIterator

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage, running
from phantom_core.kernel import Storage
from phantom_core.registry import REGISTRY, Registry


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is slower than others may try again for longer: some machines are slow."""
    monkeypatch.setattr(running, "PATIENCE", 60.0)


@pytest.fixture
def clock() -> ManualClock:
    """The time of the storage under test."""
    return ManualClock()


@pytest.fixture
def registry() -> Registry:
    """What the storage under test may store; a suite with classes of its own overrides it."""
    return REGISTRY


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def storage(
    request: pytest.FixtureRequest, clock: ManualClock, registry: Registry
) -> AsyncIterator[Storage]:
    """A storage of each kind, new and empty."""
    if request.param == "memory":
        opened: Storage = MemoryStorage(clock=clock, registry=registry)
    else:
        urls = {"sqlite": "sqlite_url", "postgres": "emptied_postgres_url"}
        url: str = request.getfixturevalue(urls[request.param])
        opened = open_storage(url, clock=clock, registry=registry)
    yield opened
    await opened.close()
