"""The log has another epoch where the database is not the one that it was, and else the same."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from phantom_adapters.contracts.kernel_examples import EXAMPLES
from phantom_adapters.sql.errors import STANDBY, ConnectionLost
from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.lineage import keep_lineage
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.standby_session import StandbyDatabase
from phantom_adapters.sql.storage import storage_on
from tests.postgres_server import PostgresServer, postgres, standby_of

_FACT = "SELECT value FROM meta WHERE name = %s"


def epoch(url: str) -> str:
    """The log's id, as it stands."""
    with psycopg.connect(url) as connection:
        row = connection.execute(_FACT, ["epoch"]).fetchone()
    assert row is not None
    return str(row[0])


def visit(url: str) -> None:
    """A session of a server or a worker begins something, as each does with its first call."""
    session = PostgresDatabase(url).session(writing=True)
    try:
        session.begin(writing=True, shared=False)
        session.roll_back()
    finally:
        session.close()


@pytest.fixture
def migrated(postgres_url: str) -> str:
    """A database with Phantom's tables, which a session has seen."""
    migrate_database(PostgresDatabase(postgres_url))
    visit(postgres_url)
    return postgres_url


@pytest.fixture(scope="module")
def primary() -> Iterator[PostgresServer]:
    with postgres(followed=True) as server:
        yield server


@pytest.fixture
def standby(primary: PostgresServer) -> Iterator[PostgresServer]:
    with standby_of(primary) as server:
        yield server


def test_the_epoch_stays_with_the_database(migrated: str) -> None:
    before = epoch(migrated)
    visit(migrated)

    assert epoch(migrated) == before


def test_a_copy_of_a_database_has_a_log_of_its_own(
    migrated: str, postgres_server: PostgresServer
) -> None:
    name = migrated.partition("@/")[2].partition("?")[0]
    copied = postgres_server.url(postgres_server.create_database(template=name))
    before = epoch(migrated)
    visit(copied)
    visit(migrated)

    assert epoch(migrated) == before
    assert epoch(copied) != before


def test_a_standby_is_not_asked_for_what_a_database_has_before_its_log_has_its_id(
    migrated: str, postgres_server: PostgresServer
) -> None:
    name = migrated.partition("@/")[2].partition("?")[0]
    copied = postgres_server.url(postgres_server.create_database(template=name))
    primary = PostgresDatabase(copied)
    marker = StandbyDatabase(copied, primary, patience=1).marker(None)
    marker.mark()
    marker.close()

    assert epoch(copied) != epoch(migrated)


def test_of_many_who_come_to_one_that_took_over_one_renews_the_epoch(
    primary: PostgresServer, standby: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    name = primary.create_database()
    migrate_database(PostgresDatabase(primary.url(name)))
    visit(primary.url(name))
    before = epoch(primary.url(name))
    _follow(primary, standby)
    with pytest.raises(ConnectionLost, match=STANDBY):
        visit(standby.url(name))
    standby.promote()
    with caplog.at_level(logging.WARNING), ThreadPoolExecutor(8) as threads:
        list(threads.map(visit, [standby.url(name)] * 24))
    after = epoch(standby.url(name))
    visit(standby.url(name))

    assert epoch(primary.url(name)) == before
    assert after != before
    assert epoch(standby.url(name)) == after
    assert caplog.text.count("the log begins a new epoch") == 1


@pytest.mark.parametrize("silent", ["pg_control_system()", "pg_current_wal_insert_lsn()"])
def test_a_database_that_does_not_tell_is_used_as_it_is(migrated: str, silent: str) -> None:
    before = epoch(migrated)
    role = f"lodger_{silent[:10]}"
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {silent} FROM PUBLIC".encode())
        connection.execute(f"CREATE ROLE {role}".encode())
        connection.execute(f"GRANT SELECT, UPDATE, INSERT ON meta TO {role}".encode())
        connection.execute("UPDATE meta SET value = 'another' WHERE name = 'lineage'")
        connection.execute(f"SET ROLE {role}".encode())
        keep_lineage(connection, Fence())

    assert epoch(migrated) == before


def _follow(primary: PostgresServer, standby: PostgresServer) -> None:
    """Wait until the standby has all that the primary has."""
    place = primary.ask("SELECT pg_current_wal_insert_lsn()")
    while not standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{place}'"):
        pass


async def test_what_reads_beside_leaves_an_old_primary_too(migrated: str) -> None:
    database = PostgresDatabase(migrated)
    storage = storage_on(database, registry=EXAMPLES)
    tastes = storage._kept.tastes
    tastes.catch_up()
    ((system, timeline),) = database.fence.seen.items()
    database.fence.hear({system: timeline + 1})
    with pytest.raises(ConnectionLost, match="taken over"):
        tastes.catch_up()
    await storage.close()
