"""A PostgreSQL with a standby that follows it, and storages that read there."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Final

import pytest

from phantom_adapters.contracts.kernel_examples import EXAMPLES
from phantom_adapters.sql import migrate, open_storage
from phantom_adapters.sql.storage import SqlStorage
from tests.postgres_server import PostgresServer, postgres, standby_of
from tests.proxy import Proxy, proxy_before

Open = Callable[..., SqlStorage]

_LONGEST: Final = 60
_FACTS: Final = {
    "replaying": "SELECT pg_get_wal_replay_pause_state()",
    "replayed": "SELECT pg_last_wal_replay_lsn()::text",
    "receiving": "SELECT json_agg(r)::text FROM pg_stat_wal_receiver r",
    "delay": "SELECT current_setting('recovery_min_apply_delay')",
    "conflicts wait": "SELECT current_setting('max_standby_streaming_delay')",
    "processes": "SELECT json_agg(a)::text FROM pg_stat_activity a WHERE pid <> pg_backend_pid()",
    "locks": "SELECT json_agg(l)::text FROM pg_locks l WHERE NOT granted",
}
"""What may hold a standby up, as it says itself."""


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
    _follow(standby, name)
    yield name
    primary.drop_database(name)


def _follow(standby: PostgresServer, database: str) -> None:
    """Wait until a standby has a new database; one that has not in a minute never will."""
    end = time.monotonic() + _LONGEST
    while not standby.ask("SELECT count(*) FROM pg_database WHERE datname = $1", database):
        if time.monotonic() > end:
            facts = [f"{name}: {standby.ask(question)}" for name, question in _FACTS.items()]
            log = (standby.folder / "log").read_text()[-2000:]
            pytest.fail("\n".join(["The standby does not follow its primary.", *facts, log]))
        time.sleep(0.01)


@pytest.fixture
def proxy(standby: PostgresServer) -> Iterator[Proxy]:
    with proxy_before(standby.folder / ".s.PGSQL.5432") as proxy:
        yield proxy
        proxy.heal()


@pytest.fixture
def remote(proxy: Proxy, database: str) -> str:
    """The standby over TCP, and through the proxy."""
    return f"postgresql://postgres@127.0.0.1:{proxy.port}/{database}"


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
