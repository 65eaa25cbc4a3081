"""What stays prepared on a connection to PostgreSQL has a bound, whatever values come."""

from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest
from sqlalchemy import bindparam, select

from phantom_adapters.sql.postgres import PostgresDatabase, connect
from phantom_adapters.sql.postgres_cursor import PostgresCursor
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.types import Whole
from phantom_core.kernel import Invalid

PREPARED: Final = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1"
SUM: Final = Statement(select(bindparam("left", type_=Whole) + bindparam("right", type_=Whole)))
_WIDTHS: Final = (1, 40_000, 3_000_000_000)
_MANY: Final = 1100


@pytest.fixture
def cursor(postgres_url: str) -> Iterator[PostgresCursor]:
    with connect(postgres_url) as connection:
        yield PostgresCursor(connection)


def _prepared(cursor: PostgresCursor, pattern: str) -> int:
    found = cursor.connection.execute(PREPARED, [pattern]).fetchone()
    return 0 if found is None else int(found[0])


def test_a_statement_is_prepared_once_however_wide_its_numbers_are(cursor: PostgresCursor) -> None:
    for pair in product(_WIDTHS, repeat=2):
        cursor.execute("SELECT $1::BIGINT + $2::BIGINT", pair)

    assert _prepared(cursor, "SELECT $1::BIGINT +%") == 1


def test_few_are_prepared_of_a_statement_whichever_of_its_values_are_null(
    cursor: PostgresCursor,
) -> None:
    asked = list(product([None, 1], repeat=3))
    told = []
    for values in asked:
        cursor.execute("SELECT $1::BIGINT, $2::BIGINT, $3::BIGINT", values)
        told += cursor.fetchall()

    assert told == asked
    assert _prepared(cursor, "SELECT $1::BIGINT, %") == 4


def test_of_too_many_the_latest_stay_prepared(cursor: PostgresCursor) -> None:
    for number in range(_MANY):
        cursor.execute(f"SELECT {number} AS once", [])
    cursor.execute("SELECT 0 AS once", [])

    assert cursor.fetchall() == [(0,)]
    assert _prepared(cursor, "SELECT % AS once") == 1000
    assert _prepared(cursor, "SELECT 0 AS once") == 1
    assert _prepared(cursor, "SELECT 100 AS once") == 0


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_of_more_than_64_bits_is_the_callers_fault(postgres_url: str, number: int) -> None:
    session = PostgresDatabase(postgres_url).session(writing=False)
    session.begin(writing=False, shared=False)

    with pytest.raises(Invalid):
        session.transaction(writing=False).row(SUM, left=number, right=0)
    session.roll_back()
    session.close()
