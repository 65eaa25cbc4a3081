"""A storage of each kind, for the suites that hold them to their promises."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

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
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database, migrated."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of the test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'phantom.db')}"


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
        urls = {"sqlite": "sqlite_url", "postgres": "migrated_postgres_url"}
        url: str = request.getfixturevalue(urls[request.param])
        opened = open_storage(url, clock=clock, registry=registry)
    yield opened
    await opened.close()
