"""A log that an operator has parted by a hash of its topics keeps all its promises."""

from collections.abc import AsyncIterator
from typing import Final

import psycopg
import pytest

from phantom_adapters.contracts.aged_rows import AgedRowsContract
from phantom_adapters.contracts.event_log import EventLogContract
from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import Storage
from phantom_core.registry import Registry
from tests.architecture.sources import ROOT
from tests.docs.pages import examples
from tests.postgres_server import PostgresServer, empty

PAGE: Final = ROOT / "docs" / "explanation" / "growth.md"
_TOLD: Final = "INSERT INTO events VALUES ('room:1', 1, '2026-01-01', NULL, 'x', '{\"a\": 1}')"


def part(url: str) -> None:
    """Do what the page says, in a database that has rows."""
    (script,) = examples(PAGE, "postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_TOLD)
        before = connection.execute("SELECT * FROM events").fetchall()
        connection.execute(script.encode())
        kept = connection.execute("SELECT * FROM events").fetchall()
        ((parts,),) = connection.execute(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass"
        ).fetchall()
        connection.execute("DELETE FROM events")

    assert kept == before
    assert parts == 16


@pytest.fixture(scope="module")
def parted_url(postgres_server: PostgresServer) -> str:
    """A database with such a log."""
    url = postgres_server.url(postgres_server.create_database())
    migrate(url)
    part(url)
    return url


@pytest.fixture
async def storage(
    parted_url: str, clock: ManualClock, registry: Registry
) -> AsyncIterator[Storage]:
    """What is stored there, which is nothing yet."""
    empty(parted_url, "meta")
    opened = open_storage(parted_url, clock=clock, registry=registry)
    yield opened
    await opened.close()


class TestPartedLog(EventLogContract):
    """All that a log promises."""


class TestPartedAgedRows(AgedRowsContract):
    """All that letting go of it promises."""


def test_its_migrations_have_nothing_to_do(parted_url: str) -> None:
    assert not migrate(parted_url)
