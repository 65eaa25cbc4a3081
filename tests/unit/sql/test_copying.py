"""Rows are copied as they stand, every table and column of them, and between both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, insert, select, text

from phantom_adapters.sql.copying import (
    NotEmpty,
    RowsFile,
    RowsUnfit,
    SchemaBehind,
    named_blobs,
    put_rows,
    rows_there,
    snapshot,
    take_rows,
)
from phantom_adapters.sql.copying.plain_tables import PLAIN_TABLES
from phantom_adapters.sql.migrations import DatabaseNewer
from phantom_adapters.sql.opening import database_at, migrate
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.types import (
    Choice,
    Day,
    Document,
    Flag,
    Instant,
    Json,
    Key,
    Raw,
    Real,
    Whole,
    Words,
)
from phantom_core.blobs import BlobKey
from phantom_core.kernel import Unavailable

MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789_000, UTC)
VALUES: dict[Any, Any] = {
    Key: bytes(range(16)),
    Instant: MOMENT,
    Words: "Zoë\U0001f3b5",
    Choice: "of an enumeration that is no more",
    Document: '{"a": 1}',
    Json: {"b": [1, 2.5, None, "ü"], "a": 2**40, "size_bytes": 7, "blob": "audio/x"},
    Whole: 2**53 + 1,
    Real: 0.1,
    Flag: True,
    Day: date(2026, 2, 3),
    Raw: b"\x00\xff",
}


def value(column: Column[Any]) -> Any:
    """A value of each type; a list, where a table of the code is searched for elements."""
    kind = METADATA.tables[column.table.name].c[column.name].type
    found = VALUES[type(kind)]
    return [found] if column.name == "variants" else found


def fill(url: str) -> None:
    """Put one row into every table; all ids are the same, so that all references hold."""
    with database_at(url).engine().begin() as connection:
        connection.execute(text("DELETE FROM meta"))
        for table in PLAIN_TABLES:
            connection.execute(insert(table), {each.name: value(each) for each in table.c})
        connection.execute(text("UPDATE meta SET name = 'epoch', value = 'log'"))


def rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def content(url: str) -> dict[str, list[dict[str, Any]]]:
    with database_at(url).engine().connect() as connection:
        return {table.name: rows(connection, table) for table in PLAIN_TABLES}


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Names a database of either kind, which has nothing."""
    return lambda: str(request.getfixturevalue(f"{request.param}_place"))


@pytest.fixture
def sqlite_place(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'there.db'}"


@pytest.fixture
def postgres_place(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture(params=["sqlite_place", "postgres_place"])
def source(request: pytest.FixtureRequest) -> str:
    """A database of either kind with a row in every table."""
    url: str = request.getfixturevalue(request.param)
    migrate(url)
    fill(url)
    return url


def test_every_table_and_column_is_copied_from_either_database(source: str, tmp_path: Path) -> None:
    taken = take_rows(source, tmp_path / "rows.sqlite3")

    copied = content(f"sqlite:///{taken.rows.path}")
    assert copied == content(source)
    assert all(copied.values())
    assert [file.name for file in tmp_path.glob("rows*")] == ["rows.sqlite3"]


def test_what_was_taken_of_either_is_put_into_the_other(
    source: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other = "postgres_place" if source.startswith("sqlite") else "sqlite_place"
    target: str = request.getfixturevalue(other)
    taken = take_rows(source, tmp_path / "rows.sqlite3")
    put_rows(taken.rows, target)

    assert content(target) == content(source)
    assert not migrate(target)


def test_a_moment_that_is_held_shows_nothing_of_later(source: str, tmp_path: Path) -> None:
    late = text("INSERT INTO meta (name, value) VALUES ('late', 'x')")
    with snapshot(source) as held:
        with database_at(source).engine().begin() as connection:
            now = connection.execute(text("SELECT count(*) FROM topics")).scalar_one()
            connection.execute(late)
            connection.execute(text("UPDATE blob_ledger SET state = 'kept'"))
        named = [blob.namings for blob in named_blobs(held.connection)]
        rows = held.copy_rows(tmp_path / "rows.sqlite3")

    assert now == 1
    assert not any(each.kind == "ledger" for namings in named for each in namings)
    assert [row["name"] for row in content(f"sqlite:///{rows.path}")["meta"]] == ["epoch"]
    assert [row["name"] for row in content(source)["meta"]] == ["epoch", "late"]


def test_a_database_with_rows_is_refused_by_name_and_left_alone(
    empty: Callable[[], str], tmp_path: Path, sqlite_template: Path
) -> None:
    url = empty()
    migrate(url)
    saved = RowsFile(sqlite_template).copied_to(tmp_path / "rows.sqlite3")
    saved.alone()
    with database_at(url).engine().begin() as connection:
        connection.execute(
            text("INSERT INTO topics (topic, seq, last_at) VALUES ('t', 1, :at)"),
            {"at": 1 if url.startswith("sqlite") else MOMENT},
        )
    before = content(url)

    assert rows_there(url) == {"topics": 1}
    with pytest.raises(NotEmpty, match=r"rows in topics \(1\)\."):
        put_rows(saved, url)
    assert content(url) == before


def test_a_database_that_nobody_has_used_counts_as_empty(empty: Callable[[], str]) -> None:
    url = empty()
    before = rows_there(url)
    migrate(url)

    assert (before, rows_there(url)) == ({}, {})


def test_a_database_of_another_version_is_not_copied(
    empty: Callable[[], str], tmp_path: Path
) -> None:
    url = empty()
    with pytest.raises(SchemaBehind, match="has no tables yet"):
        take_rows(url, tmp_path / "a")
    migrate(url)
    stand(url, "0001_kernel")
    with pytest.raises(SchemaBehind, match="stands at migration 0001_kernel"):
        take_rows(url, tmp_path / "b")
    stand(url, "9999_later")
    with pytest.raises(DatabaseNewer):
        take_rows(url, tmp_path / "c")


def stand(url: str, revision: str) -> None:
    with database_at(url).engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})


def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        take_rows(f"postgresql:///none?host={tmp_path}", tmp_path / "rows.sqlite3")


def test_blobs_are_told_with_what_rows_say_of_them(source: str) -> None:
    with database_at(source).engine().connect() as connection:
        connection.execute(text("UPDATE blob_ledger SET state = 'kept'"))
        found = {str(blob.key): blob for blob in named_blobs(connection)}
        alone = [*named_blobs(connection, *map(BlobKey, found))]

    words, whole = VALUES[Words], VALUES[Whole]
    assert found.keys() == {words, "audio/x"}
    said = {(each.kind, each.size, each.sha256) for each in found[words].namings}
    assert ("recording", whole, words) in said
    assert ("ledger", None, None) in said
    assert ("rendition", 7, None) in said
    assert [(each.kind, each.size) for each in found["audio/x"].namings] == [("image", 7)]
    assert alone == [*found.values()]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.sqlite3").write_bytes(b"SQLite format 3\x00" + bytes(5000))

    with pytest.raises(RowsUnfit, match=r"rows\.sqlite3 cannot be used"):
        RowsFile(tmp_path / "rows.sqlite3").counts()
