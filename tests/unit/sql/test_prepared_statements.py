"""What stays prepared on a connection to PostgreSQL has a bound, whatever values come."""

from itertools import product
from typing import Final

import pytest
from sqlalchemy import bindparam, select

from phantom_adapters.sql.postgres import Connection, PostgresDatabase, connect
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.types import Whole
from phantom_core.kernel import Invalid

PREPARED: Final = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1"
SUM: Final = Statement(select(bindparam("left", type_=Whole) + bindparam("right", type_=Whole)))
_WIDTHS: Final = (1, 40_000, 3_000_000_000)
_MANY: Final = 1100


def _prepared(connection: Connection, pattern: str) -> int:
    found = connection.execute(PREPARED, [pattern]).fetchone()
    return 0 if found is None else int(found[0])


def test_a_statement_is_prepared_once_however_wide_its_numbers_are(postgres_url: str) -> None:
    with connect(postgres_url) as connection:
        for pair in product(_WIDTHS, repeat=2):
            connection.execute("SELECT $1::BIGINT + $2::BIGINT", pair)

        assert _prepared(connection, "SELECT $1::BIGINT +%") == 1


def test_those_stay_prepared_that_ran_last(postgres_url: str) -> None:
    with connect(postgres_url) as connection:
        for number in range(_MANY):
            connection.execute("SELECT 'again and again'")
            connection.execute(f"SELECT {number} AS once")

        assert _prepared(connection, "SELECT 'again and again'") == 1
        assert _prepared(connection, "SELECT 0 AS once") == 0
        assert 900 < _prepared(connection, "SELECT % AS once") <= 1000


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_of_more_than_64_bits_is_the_callers_fault(postgres_url: str, number: int) -> None:
    session = PostgresDatabase(postgres_url).session(writing=False)
    session.begin(writing=False, shared=False)

    with pytest.raises(Invalid):
        session.transaction(writing=False).row(SUM, left=number, right=0)
    session.roll_back()
    session.close()
