"""A PostgreSQL with a standby that follows it, and storages that read there."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from phantom_adapters.contracts.kernel_examples import EXAMPLES
from phantom_adapters.sql import migrate, open_storage
from phantom_adapters.sql.storage import SqlStorage
from tests.postgres_server import PostgresServer, postgres, standby_of

Open = Callable[..., SqlStorage]


@pytest.fixture(scope="module")
def primary() -> Iterator[PostgresServer]:
    """A server that others follow."""
    with postgres(followed=True) as server:
        yield server


@pytest.fixture(scope="module")
def standby(primary: PostgresServer) -> Iterator[PostgresServer]:
    """A server that follows it."""
    with standby_of(primary) as server:
        yield server


@pytest.fixture(scope="module")
def template(primary: PostgresServer) -> str:
    """The name of a database with Phantom's tables and nothing in them."""
    name = primary.create_database()
    migrate(primary.url(name))
    return name


@pytest.fixture
def database(primary: PostgresServer, standby: PostgresServer, template: str) -> Iterator[str]:
    """The name of a database of the test's own, on both."""
    name = primary.create_database(template)
    while not standby.ask("SELECT count(*) FROM pg_database WHERE datname = $1", name):
        time.sleep(0.01)
    yield name
    primary.drop_database(name)


@pytest.fixture
async def opened(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> AsyncIterator[Open]:
    """Open storages on the primary that read on the standby, and wait for it as long as needed."""
    async with AsyncExitStack() as stack:

        def open_one(
            *, beside: str | None = None, patience: float = 20, waits: float = 20
        ) -> SqlStorage:
            storage = open_storage(
                primary.url(database),
                registry=EXAMPLES,
                patience=patience,
                standby=beside or standby.url(database),
                standby_patience=waits,
            )
            stack.push_async_callback(storage.close)
            return storage

        yield open_one
