"""What it costs to let go of old events does not grow with the log."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.postgres import POSTGRES, PostgresDatabase, connect
from phantom_adapters.sql.repositories.aged_rows import SqlAgedRows
from phantom_adapters.sql.sqlite import SQLITE, SqliteDatabase
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import EPOCH, MILLISECOND
from phantom_core.privacy import RULES
from phantom_core.registry import REGISTRY
from tests.unit.sql.explaining import Explaining, ExplainingPostgres

NOW: Final = ManualClock().now
EVENTS: Final = next(rule.ageing for rule in RULES if rule.kind == "events")
_MADE: Final = 20_000
_OLD: Final = 400


def _row(number: int) -> tuple[str, int, int]:
    """Events of rooms and projects, a second apart; the last one happens now."""
    kind = "room" if number % 2 else "project"
    at = (NOW - EPOCH) // MILLISECOND - (_MADE - number) * 1000
    return f"{kind}:{number % 50:026}", number, at


BEFORE: Final = NOW - timedelta(seconds=_MADE - _OLD)


def test_what_stays_is_spared_by_its_whole_name_and_no_other_event_is_called_so() -> None:
    begin = EVENTS.spared["name"]
    spared = {name for name in REGISTRY.events if name.startswith(begin)}

    assert spared == {*begin}


def test_sqlite_finds_old_events_by_their_age(tmp_path: Path) -> None:
    migrate_database(SqliteDatabase(f"sqlite:///{tmp_path / 'phantom.db'}"))
    connection = sqlite3.connect(tmp_path / "phantom.db")
    insertion = "INSERT INTO events (topic, seq, at, name, data) VALUES (?, ?, ?, 'x', '{}')"
    connection.executemany(insertion, map(_row, range(_MADE)))
    cursor = Explaining(connection.cursor())
    aged = SqlAgedRows(Transaction(cursor, SQLITE, writing=True))

    assert aged.look(EVENTS, BEFORE).count == _OLD // 2
    assert [aged.drop(EVENTS, BEFORE, _OLD // 4) for _ in range(3)] == [_OLD // 4, _OLD // 4, 0]
    steps = " ".join(cursor.steps)
    assert "SEARCH events USING INDEX ix_events_at (at<?)" in steps
    assert "SEARCH events USING PRIMARY KEY (topic=? AND seq=?)" in steps
    assert "SCAN events" not in steps
    assert "TEMP B-TREE" not in steps


def test_postgres_finds_old_events_by_their_age(postgres_url: str) -> None:
    migrate_database(PostgresDatabase(postgres_url))
    with connect(postgres_url) as connection:
        _fill(connection)
        connection.execute("VACUUM ANALYZE events")
        connection.execute("SET enable_seqscan = off")
        cursor = ExplainingPostgres(connection.cursor(binary=True))
        aged = SqlAgedRows(Transaction(cursor, POSTGRES, writing=True))

        assert aged.look(EVENTS, BEFORE).count == _OLD // 2
        looked = " ".join(cursor.steps)
        cursor.steps.clear()
        assert aged.drop(EVENTS, BEFORE, _OLD // 4) == _OLD // 4
        dropped = " ".join(cursor.steps)

    assert "Index Only Scan using ix_events_at" in looked
    assert "using ix_events_at" in dropped
    assert "using pk_events" in dropped
    assert "Seq Scan" not in looked + dropped


def _fill(connection: psycopg.Connection[Any]) -> None:
    copy = "COPY events (topic, seq, at, name, data) FROM STDIN"
    with connection.cursor().copy(copy) as rows:
        for number in range(_MADE):
            topic, seq, at = _row(number)
            rows.write_row((topic, seq, EPOCH + at * MILLISECOND, "x", "{}"))
