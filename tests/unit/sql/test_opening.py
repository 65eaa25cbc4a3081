"""Databases are opened by their URLs, and what they need is loaded only then."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from phantom_adapters.contracts.kernel_examples import EXAMPLES, Said, read, texts, write
from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import migrate, open_storage
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.postgres import connect
from phantom_core.kernel import Unavailable, UnitOfWork, to_millisecond

HEAVY = {"alembic", "cattrs", "psycopg", "sqlalchemy"}


def say(work: UnitOfWork) -> datetime:
    work.record(Said(text="hello"))
    return work.now


@pytest.mark.parametrize(
    "url",
    [
        "",
        "phantom.db",
        "mysql://localhost/phantom",
        "postgresql://localhost/phantom?colour=red",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///phantom.db?synchronous=OFF",
        "sqlite:///phantom.db?cache=shared",
    ],
)
def test_a_url_that_is_not_understood_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        open_storage(url)


async def test_a_sqlite_database_is_made_with_its_folder(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/new%20folder/phantom.db", registry=EXAMPLES)
    await write(storage, say)
    await storage.close()

    assert (tmp_path / "new folder" / "phantom.db").stat().st_size > 0


async def test_nobody_else_on_the_machine_may_read_a_sqlite_database(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/phantom.db", registry=EXAMPLES)
    await write(storage, say)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.glob("phantom.db*")}
    await storage.close()

    assert modes.keys() >= {"phantom.db", "phantom.db-wal"}
    assert {*modes.values()} == {0o600}


async def test_a_relative_path_is_one_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert migrate("sqlite:///phantom.db")
    assert (tmp_path / "phantom.db").exists()


@pytest.mark.parametrize(
    ("query", "level"), [("", 2), ("?synchronous=normal", 1), ("?synchronous=EXTRA", 3)]
)
def test_sqlite_is_as_durable_as_the_url_says_and_fully_by_default(
    sqlite_url: str, query: str, level: int
) -> None:
    session = database_at(sqlite_url + query).session(writing=True)
    session.begin(writing=True, shared=False)
    cursor = session._cursor  # type: ignore[attr-defined]
    pragmas = {
        name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "journal_mode", "foreign_keys")
    }
    session.roll_back()
    session.close()

    assert pragmas == {"synchronous": level, "journal_mode": "wal", "foreign_keys": 1}


async def test_what_was_written_is_there_when_the_storage_is_opened_again(
    sqlite_url: str,
) -> None:
    for expected in (["hello"], ["hello", "hello"]):
        storage = open_storage(sqlite_url, registry=EXAMPLES)
        await write(storage, say)
        assert await texts(storage) == expected
        await storage.close()


async def test_two_processes_share_a_database(sqlite_url: str) -> None:
    one, other = [open_storage(sqlite_url, registry=EXAMPLES) for _ in range(2)]
    for storage in (one, other, one):
        await write(storage, say)

    assert await texts(one) == await texts(other) == ["hello"] * 3
    assert await read(one, lambda work: work.log.epoch()) == await read(
        other, lambda work: work.log.epoch()
    )
    await one.close()
    await other.close()


async def test_postgresql_tells_the_time_itself_unless_it_is_given(postgres_url: str) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    storage = open_storage(postgres_url, registry=EXAMPLES)
    told = [await write(storage, lambda work: work.now) for _ in range(2)]
    await storage.close()
    clock = ManualClock()
    given = open_storage(postgres_url, registry=EXAMPLES, clock=clock)
    assert await write(given, lambda work: work.now) == clock.now
    await given.close()

    assert before < told[0] <= told[1] < before + timedelta(minutes=10)
    assert told[0] == to_millisecond(told[0])


def test_what_a_postgresql_url_says_of_settings_comes_before_the_defaults(
    postgres_url: str,
) -> None:
    options = "&application_name=mine&options=-c%20statement_timeout%3D7s%20-c%20timezone%3DCET"
    with connect(postgres_url + options) as connection:
        settings = {
            name: connection.execute(f"SHOW {name}").fetchall()[0][0]
            for name in ("application_name", "statement_timeout", "lock_timeout", "timezone")
        }

    assert settings == {
        "application_name": "mine",
        "statement_timeout": "7s",
        "lock_timeout": "10s",
        "timezone": "UTC",
    }


def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be used now"):
        open_storage(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(Unavailable, match="cannot be used now"):
        open_storage(f"sqlite:///{tmp_path}")


def test_nothing_heavy_is_loaded_before_a_storage_is_opened(tmp_path: Path) -> None:
    program = (
        "import sys; from phantom_adapters.sql import open_storage; print(*sys.modules);"
        f"open_storage('sqlite:///{tmp_path}/phantom.db'); print(*sys.modules)"
    )
    sources = Path(__file__).parents[3] / "src"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(sources)},
    )
    before, after = [set(line.split()) for line in answer.stdout.splitlines()]

    assert before & HEAVY == set()
    assert after & HEAVY == HEAVY - {"alembic", "psycopg"}
