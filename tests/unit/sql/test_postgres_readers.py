"""Who reads from PostgreSQL holds on to nothing afterwards, though nobody waits to see that."""

import psycopg
from sqlalchemy import func, select

from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.statement import Statement

MYSELF = Statement(select(func.pg_backend_pid()))
STATE = "SELECT state FROM pg_stat_activity WHERE pid = %s"
_LOOKS = 10_000


def test_a_transaction_that_was_taken_back_ends_before_the_next_begins(postgres_url: str) -> None:
    session = PostgresDatabase(postgres_url).session(writing=False)
    session.begin(writing=False, shared=False)
    ((reader,),) = session.transaction(writing=False).rows(MYSELF)

    with psycopg.connect(postgres_url, autocommit=True) as other:
        held = other.execute(STATE, [reader]).fetchone()
        session.roll_back()
        looks = (other.execute(STATE, [reader]).fetchone() for _ in range(_LOOKS))

        assert held == ("idle in transaction",)
        assert ("idle",) in looks
    session.close()


def test_what_was_taken_back_does_not_show_in_the_next_transaction(postgres_url: str) -> None:
    session = PostgresDatabase(postgres_url).session(writing=True)
    name = Statement(select(func.current_setting("application_name")))
    change = Statement(select(func.set_config("application_name", "changed", True)))  # noqa: FBT003
    session.begin(writing=True, shared=False)
    assert session.transaction(writing=True).row(change) == ("changed",)
    session.roll_back()
    session.begin(writing=True, shared=False)

    assert session.transaction(writing=True).row(name) == ("phantom",)
    session.roll_back()
    session.close()
