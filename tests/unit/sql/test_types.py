"""Columns keep what they are given, on both databases, and compare alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy import Column, MetaData, Table, bindparam

from phantom_adapters.sql import types
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import EPOCH, MILLISECOND, Invalid
from phantom_core.kernel.ids import id_from_int

LATEST = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)


class Mood(Enum):
    CALM = "calm"
    WILD = "wild"


@attrs.frozen
class Note:
    pitch: int
    at: datetime
    mood: Mood | None = None


TABLE = Table(
    "things",
    MetaData(),
    Column("id", types.Whole, primary_key=True),
    Column("key", types.Key),
    Column("instant", types.Instant),
    Column("words", types.Words),
    Column("choice", types.Choice(Mood)),
    Column("json", types.Json),
    Column("notes", types.Json(tuple[Note, ...])),
    Column("document", types.Document(Note)),
    Column("whole", types.Whole),
    Column("real", types.Real),
    Column("flag", types.Flag),
    Column("day", types.Day),
    Column("raw", types.Raw),
)


@pytest.fixture
def tx(database: Database, session: Session) -> Iterator[Transaction]:
    engine = database.engine()
    TABLE.metadata.create_all(engine)
    engine.dispose()
    session.begin(writing=True, shared=False)
    yield session.transaction(writing=True)
    session.roll_back()


def kept(tx: Transaction, column: str, *values: Any) -> list[Any]:
    """Store values, and read them back in the order of their column."""
    insert = sa.insert(TABLE).values(id=bindparam("id"), **{column: bindparam("value")})
    statement = Statement(insert)
    for number, value in enumerate(values):
        tx.run(statement, id=number, value=value)
    found = tx.rows(Statement(sa.select(TABLE.c[column]).order_by(TABLE.c[column])))
    return [value for (value,) in found]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("key", [id_from_int(0), id_from_int(1), id_from_int(2**127), id_from_int(2**128 - 1)]),
        ("instant", [EPOCH - timedelta(days=700_000), EPOCH - MILLISECOND, EPOCH, LATEST]),
        ("words", ["", " ", "Z", "a", "e\u0301", "z", "ß", "é", "\uff46", "😀", "😀" * 10_000]),
        ("choice", [Mood.CALM, Mood.WILD]),
        ("whole", [-(2**63), -1, 0, 2**31, 2**63 - 1]),
        ("real", [-1e308, -0.1, 0.0, 5e-324, 0.1, 1 / 3, 1e308]),
        ("flag", [False, True]),
        ("day", [date(1, 1, 1), date(1970, 1, 1), date(9999, 12, 31)]),
        ("raw", [b"", b"\0", b"\xff" * 100_000]),
    ],
)
def test_what_is_kept_comes_back_and_sorts_as_in_python(
    tx: Transaction, column: str, values: list[Any]
) -> None:
    assert kept(tx, column, *reversed(values)) == values


@pytest.mark.parametrize("column", [column.name for column in TABLE.c if column.name != "id"])
def test_nothing_is_kept_as_nothing(tx: Transaction, column: str) -> None:
    assert kept(tx, column, None) == [None]


@pytest.mark.parametrize(
    "value",
    [{}, [], "", 0, True, {"a": [1, 2.5, None, {"é": "😀"}]}, [[[]]], "x" * 100_000],
)
def test_json_without_a_type_is_kept_as_it_is(tx: Transaction, value: Any) -> None:
    assert kept(tx, "json", value) == [value]


def test_json_of_a_type_comes_back_as_that_type(tx: Transaction) -> None:
    notes = (Note(60, EPOCH), Note(61, LATEST, Mood.WILD))

    assert kept(tx, "notes", notes) == [notes]


def test_a_document_comes_back_as_its_type(tx: Transaction) -> None:
    note = Note(61, LATEST, Mood.WILD)

    assert kept(tx, "document", note) == [note]


def test_a_document_that_was_read_before_is_the_same_value(tx: Transaction) -> None:
    first, second = kept(tx, "document", Note(60, EPOCH), Note(60, EPOCH))

    assert first is second


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "not an id"),
        ("whole", 2**63),
        ("whole", -(2**63) - 1),
        ("words", "a lone surrogate: \ud800"),
        ("json", float("nan")),
        ("json", {"a": float("inf")}),
    ],
)
def test_what_no_database_can_keep_is_invalid(tx: Transaction, column: str, value: Any) -> None:
    with pytest.raises(Invalid, match="cannot be stored"):
        kept(tx, column, value)


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.parametrize(("column", "value"), [("words", "\0"), ("json", {"a": "\0"})])
def test_a_null_character_is_invalid_to_postgresql(
    tx: Transaction, column: str, value: Any
) -> None:
    with pytest.raises(Invalid, match="cannot be stored"):
        kept(tx, column, value)


def test_an_instant_is_always_utc(tx: Transaction) -> None:
    (instant,) = kept(tx, "instant", EPOCH)

    assert instant.utcoffset() == timedelta(0)
    assert repr(instant) == repr(EPOCH)
