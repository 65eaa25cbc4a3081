"""Statements are compiled once for each database, and take lists of any length."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Column, MetaData, Table, bindparam

from phantom_adapters.sql import types
from phantom_adapters.sql.postgres import POSTGRES
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.sqlite import SQLITE
from phantom_adapters.sql.statement import Plan, Statement, Target
from phantom_adapters.sql.transaction import Transaction

TABLE = Table(
    "numbers",
    MetaData(),
    Column("id", types.Whole, primary_key=True),
    Column("word", types.Words),
)
AMONG = Statement(
    sa.select(TABLE.c.id)
    .where(TABLE.c.id.in_(bindparam("ids", expanding=True)), TABLE.c.word != bindparam("but"))
    .order_by(TABLE.c.id)
    .limit(bindparam("limit"))
)


@pytest.fixture
def tx(database: Database, session: Session) -> Iterator[Transaction]:
    engine = database.engine()
    TABLE.metadata.create_all(engine)
    engine.dispose()
    session.begin(writing=True, shared=False)
    tx = session.transaction(writing=True)
    insert = Statement(sa.insert(TABLE).values(id=bindparam("id"), word=bindparam("word")))
    for number in range(10):
        tx.run(insert, id=number, word=str(number))
    yield tx
    session.roll_back()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 9, 40])
def test_a_list_may_have_any_length(tx: Transaction, count: int) -> None:
    found = tx.rows(AMONG, ids=list(range(count)), but="1", limit=100)

    assert [number for (number,) in found] == [n for n in range(min(count, 10)) if n != 1]


def test_lists_of_about_the_same_length_share_a_plan() -> None:
    plans = {
        AMONG.plan(SQLITE.reading, {"ids": list(range(count)), "but": "", "limit": 1})
        for count in range(33, 65)
    }

    assert len(plans) == 1


def test_constants_of_the_clause_are_part_of_the_plan(tx: Transaction) -> None:
    few = Statement(
        sa.select(TABLE.c.word)
        .where(TABLE.c.id.in_([3, 4, 5]), TABLE.c.word > bindparam("least"), TABLE.c.id < 5)
        .order_by(TABLE.c.id)
    )

    assert tx.rows(few, least="3") == [("4",)]
    assert tx.row(few, least="9") is None


def test_a_run_tells_how_many_rows_it_touched(tx: Transaction) -> None:
    delete = Statement(sa.delete(TABLE).where(TABLE.c.id >= bindparam("least")))

    assert [tx.run(delete, least=least) for least in (7, 7, 0)] == [3, 0, 7]


def test_a_value_that_is_not_given_is_a_bug_and_told_at_once(tx: Transaction) -> None:
    with pytest.raises(KeyError, match="but"):
        tx.rows(AMONG, ids=[1], limit=1)


def plan(statement: Statement, target: Target) -> Plan:
    return statement.plan(target, {"id": 1})


def test_a_clause_is_compiled_once_for_each_database() -> None:
    statement = Statement(sa.select(TABLE.c.word).where(TABLE.c.id == bindparam("id")))

    assert plan(statement, SQLITE.reading) is plan(statement, SQLITE.reading)
    assert plan(statement, SQLITE.reading).sql.endswith("numbers.id = ?")
    assert plan(statement, POSTGRES.reading).sql.endswith("numbers.id = $1::BIGINT")


def test_rows_are_held_only_where_that_is_asked_for_and_only_by_who_writes() -> None:
    clause = sa.select(TABLE.c.word).where(TABLE.c.id == bindparam("id"))
    plain, held = Statement(clause), Statement(clause, locks=True)
    passing = Statement(clause, locks=True, skips_locked=True)

    assert "FOR" not in plan(plain, POSTGRES.writing).sql
    assert "FOR" not in plan(held, POSTGRES.reading).sql
    assert "FOR" not in plan(held, SQLITE.writing).sql
    assert plan(held, POSTGRES.writing).sql.endswith("FOR NO KEY UPDATE")
    assert plan(passing, POSTGRES.writing).sql.endswith("FOR NO KEY UPDATE SKIP LOCKED")
