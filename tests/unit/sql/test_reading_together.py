"""Whoever came before a transaction began is answered in it; whoever came later is not."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from phantom_adapters.clock import Ratchet
from phantom_adapters.contracts.kernel_examples import EXAMPLES, WALL, Said, invocation
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.kept import Kept
from phantom_adapters.sql.running import Reader, Writer
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.taste_following import FollowingIndex
from phantom_adapters.sql.types import Whole
from phantom_core.kernel import Invalid, NotFound, UnitOfWork

NUMBER = Statement(select(bindparam("number", type_=Whole)))


class Desk:
    """A reader and a writer of one database, run by hand."""

    def __init__(self, database: Database) -> None:
        self.ratchet = Ratchet()
        shared = (EXAMPLES, self.ratchet, Kept(FollowingIndex(database)))
        self.reader = Reader(database.session(writing=False), *shared)
        self.writer = Writer(database.session(writing=True), *shared)

    def say(self) -> None:
        """Have one more event be told, and committed."""
        self.writer.run([Call(invocation(), lambda work: work.record(Said(text="so", on=WALL)))])

    def read(self, *calls: Call) -> list[Any]:
        """Answer calls as they come."""
        for each in calls:
            self.reader.run([each])
            each.tell()
        return [each.outcome.exception() or each.outcome.result() for each in calls]


@pytest.fixture
def desk(migrated: Database) -> Iterator[Desk]:
    desk = Desk(migrated)
    yield desk
    desk.reader.close()
    desk.writer.close()


def heard(body: Any = None) -> Call:
    """Asks how many events there were."""
    return Call(invocation(), body or (lambda work: work.log.head(WALL).seq))


async def test_who_came_before_is_told_of_the_one_state_and_who_came_later_of_all(
    desk: Desk,
) -> None:
    first, second = heard(), heard()
    before = desk.read(first)
    desk.say()
    third = heard()

    assert [*before, *desk.read(second, third)] == [0, 0, 1]


async def test_who_is_answered_late_in_a_state_is_told_the_time_of_that_state(desk: Desk) -> None:
    first, second = (heard(lambda work: work.now) for _ in range(2))
    (then,) = desk.read(first)
    now = desk.ratchet(then + timedelta(days=1))
    third = heard(lambda work: work.now)

    assert desk.read(second, third) == [then, now]


async def test_nobody_is_answered_in_a_transaction_in_which_somebody_was_refused(
    desk: Desk,
) -> None:
    def refuse(work: UnitOfWork) -> None:
        work.log.head(WALL)
        raise NotFound("wall", "there")

    first, second = heard(refuse), heard()
    (refused,) = desk.read(first)
    desk.say()

    assert isinstance(refused, NotFound)
    assert desk.read(second) == [1]


async def test_who_rests_holds_no_state(desk: Desk) -> None:
    first, second = heard(), heard()
    desk.read(first)
    desk.reader.rest()
    desk.say()

    assert desk.read(second) == [1]


async def test_a_query_that_passes_over_a_refusal_of_the_database_harms_no_other(
    desk: Desk,
) -> None:
    def pass_over(work: UnitOfWork) -> None:
        with suppress(Invalid):
            work._tx.row(NUMBER, number=1 << 63)  # type: ignore[attr-defined]

    first, second = heard(pass_over), heard()
    (bug,) = desk.read(first)
    desk.say()

    assert isinstance(bug, AssertionError)
    assert desk.read(second) == [1]
