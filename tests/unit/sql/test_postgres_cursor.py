"""The cursor that lanes use: what comes back is what psycopg's own would answer."""

from collections.abc import Iterator

import psycopg
import pytest

from phantom_adapters.sql.postgres import connect
from phantom_adapters.sql.postgres_cursor import PostgresCursor

ECHO = "SELECT $1::bigint, $2::text"


@pytest.fixture
def cursor(postgres_url: str) -> Iterator[PostgresCursor]:
    with connect(postgres_url) as connection:
        yield PostgresCursor(connection)


def test_one_statement_takes_numbers_of_every_size_and_nulls(cursor: PostgresCursor) -> None:
    told = []
    for number in (1, 1 << 20, 1 << 40, None, -1):
        cursor.execute(ECHO, [number, "so"])
        told += cursor.fetchall()

    assert told == [(1, "so"), (1 << 20, "so"), (1 << 40, "so"), (None, "so"), (-1, "so")]


def test_it_counts_the_rows_that_were_found_or_touched(cursor: PostgresCursor) -> None:
    counts = []
    for sql in (
        "CREATE TEMP TABLE walls (seq bigint)",
        "INSERT INTO walls SELECT generate_series(1, 3)",
        "UPDATE walls SET seq = seq + 1 WHERE seq > 1",
        "SELECT seq FROM walls",
    ):
        cursor.execute(sql, [])
        counts.append(cursor.rowcount)

    assert counts == [0, 3, 2, 3]


def test_a_statement_that_was_refused_is_none_the_worse_when_it_is_right(
    cursor: PostgresCursor,
) -> None:
    for sql, refusal in (
        ("SELECT seq FROM walls", psycopg.errors.UndefinedTable),
        ("SELECT 1 / $1::bigint", psycopg.errors.DivisionByZero),
    ):
        with pytest.raises(refusal):
            cursor.execute(sql, [0] if "$1" in sql else [])
    cursor.execute("CREATE TEMP TABLE walls (seq bigint)", [])
    cursor.execute("SELECT seq FROM walls", [])
    none = cursor.fetchall()
    cursor.execute("SELECT 1 / $1::bigint", [1])

    assert none == []
    assert cursor.fetchall() == [(1,)]


def test_a_lost_connection_is_an_error_of_the_driver(cursor: PostgresCursor) -> None:
    with pytest.raises(psycopg.Error):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())", [])

    assert cursor.connection.closed
