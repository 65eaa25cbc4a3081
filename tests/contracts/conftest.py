"""A storage of each kind, for the suites that hold them to their promises."""

from collections.abc import AsyncIterator, Iterator

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import Storage
from phantom_core.registry import REGISTRY, Registry
from tests.postgres_server import PostgresServer


@pytest.fixture
def clock() -> ManualClock:
    """The time of the storage under test."""
    return ManualClock()


@pytest.fixture
def registry() -> Registry:
    """What the storage under test may store; a suite with classes of its own overrides it."""
    return REGISTRY


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """An empty PostgreSQL database, migrated."""
    name = postgres_server.create_database()
    migrate(postgres_server.url(name))
    return name


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own."""
    name = postgres_server.create_database(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


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
