"""A standby that is late, away, or none: the primary answers, and nobody notices."""

import logging
import re
import threading
from contextlib import closing
from time import monotonic

import anyio
import psycopg
import pytest
from sqlalchemy import func, select

from phantom_adapters.contracts.kernel_examples import ADA, EXAMPLES, invocation, write
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.copying import snapshot
from phantom_adapters.sql.errors import STANDBY, Unreachable
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.standby_session import StandbyDatabase
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.storage import SqlStorage
from phantom_adapters.web.circuit import CircuitState
from phantom_core.kernel import Unavailable, UnitOfWork
from tests.postgres_server import PostgresServer, standby_of
from tests.proxy import Proxy
from tests.standby.conftest import Open
from tests.standby.stage import (
    PATIENCE,
    SOON,
    answered,
    beside,
    heard,
    held_up,
    is_standby,
    until_answered_there,
)
from tests.unit.sql.failing import say

RESTING = Statement(select(func.pg_sleep(60)))
DOZING = Statement(select(func.pg_sleep(1)))
BRIEF = Statement(select(func.set_config("statement_timeout", "20", True)))  # noqa: FBT003


async def connect_all(storage: SqlStorage) -> None:
    """Have every lane to the standby connected, by as many who rest there at the same time."""
    there = threading.Barrier(len(beside(storage).lanes), timeout=SOON)

    def meet(work: UnitOfWork) -> None:
        if is_standby(work):
            there.wait()

    async with anyio.create_task_group() as group:
        for _ in range(len(beside(storage).lanes)):
            group.start_soon(storage.read, invocation(ADA), meet)


async def test_who_is_late_again_and_again_is_asked_no_more_until_that_is_over(
    opened: Open, standby: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    storage = opened(waits=0.02)
    with held_up(standby):
        await write(storage, say("hello"))
        assert not any(await answered(storage))
        assert beside(storage).circuit.state is not CircuitState.CLOSED
        assert beside(storage).standing == "passed over"
    await until_answered_there(storage)

    assert beside(storage).standing == "ok"
    said = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line.partition(":")[0] for line in said] == [
        "The standby is passed over, and the primary answers",
        "The standby answers again.",
    ]
    # Where its lanes have been connected to, it has not answered on all of them yet.
    assert re.search(r"it is late: (it has not answered, )?it lacks [1-9]\d* bytes", said[0])


@pytest.mark.parametrize("fault", ["refuse", "cut", "fall_silent"])
async def test_a_standby_that_is_away_is_missed_by_nobody(
    opened: Open, remote: str, proxy: Proxy, fault: str
) -> None:
    storage = opened(beside=remote, patience=PATIENCE)
    await write(storage, say("hello"))
    await until_answered_there(storage)
    await connect_all(storage)
    getattr(proxy, fault)()
    told = await answered(storage)
    if fault != "cut":
        assert not any(told)
    proxy.heal()
    await until_answered_there(storage)


async def test_a_standby_that_is_not_there_yet_keeps_no_storage_from_opening(
    opened: Open, remote: str, proxy: Proxy
) -> None:
    proxy.refuse()
    storage = opened(beside=remote, patience=PATIENCE)
    await write(storage, say("hello"))

    assert not any(await answered(storage))
    proxy.heal()
    await until_answered_there(storage)


async def test_nothing_is_served_or_saved_by_one_that_has_not_taken_over(
    standby: PostgresServer, database: str
) -> None:
    url = standby.url(database)
    storage = open_storage(url, registry=EXAMPLES, patience=PATIENCE)
    with pytest.raises(Unavailable) as served:
        await storage.schema()
    await storage.close()
    with pytest.raises(Unreachable) as saved, snapshot(url):
        pytest.fail("what it lacks would be lost")

    assert isinstance(served.value, Unreachable)
    # Who asks again a moment later is told so, and why it was.
    assert served.value.reason.endswith(STANDBY)
    assert saved.value.reason == STANDBY


async def test_a_standby_that_was_started_anew_is_asked_again(
    opened: Open, standby: PostgresServer
) -> None:
    storage = opened(patience=PATIENCE)
    await write(storage, say("hello"))
    await until_answered_there(storage)
    standby.stop()
    told = await answered(storage)
    standby.start()

    assert not any(told)
    await until_answered_there(storage)


async def test_a_standby_takes_up_all_that_was_written_while_it_was_away(
    opened: Open, primary: PostgresServer, standby: PostgresServer
) -> None:
    storage = opened()
    standby.stop()
    await write(storage, say("hello"))
    for _ in range(2):
        # A checkpoint drops whole files of the log, unless they are kept for others.
        primary.ask("SELECT pg_switch_wal()::text")
        primary.ask("CHECKPOINT")
    standby.start()
    await until_answered_there(storage)


async def test_nobody_waits_longer_for_a_standby_that_says_nothing_than_for_one_that_is_late(
    opened: Open, remote: str, proxy: Proxy
) -> None:
    storage = opened(beside=remote, patience=10 * SOON, waits=0.2)
    await write(storage, say("hello"))
    await until_answered_there(storage)
    proxy.fall_silent()

    assert not any(await answered(storage))
    proxy.heal()
    await until_answered_there(storage)


async def test_a_question_that_the_standby_has_begun_to_answer_takes_as_long_as_it_takes(
    opened: Open,
) -> None:
    storage, runs = opened(waits=0.5), list[bool]()
    await until_answered_there(storage)
    await connect_all(storage)

    def look_long(work: UnitOfWork) -> None:
        runs.append(is_standby(work))
        work._tx.rows(DOZING)  # type: ignore[attr-defined]

    await storage.read(invocation(ADA), look_long)

    assert runs == [True]


async def test_what_has_waited_in_line_as_long_as_anybody_may_is_waited_for_no_more(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    beside = StandbyDatabase(
        standby.url(database), PostgresDatabase(primary.url(database)), patience=SOON
    )
    with closing(beside.marker(None)) as marker:
        session = beside.reading(marker, beside.watch())
        with closing(session), held_up(standby):
            primary.ask("CREATE TABLE new (a int)", database=database)
            with pytest.raises(Unreachable) as refused:
                session.begin_asked(monotonic() - SOON)

    assert "it is late: it lacks" in refused.value.reason
    assert session.waited < SOON


async def test_nothing_is_read_there_before_it_has_all_however_that_begins(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    beside = StandbyDatabase(
        standby.url(database), PostgresDatabase(primary.url(database)), patience=0.05
    )
    with closing(beside.marker(None)) as marker:
        session = beside.reading(marker, beside.watch())
        with closing(session), held_up(standby):
            primary.ask("CREATE TABLE new (a int)", database=database)
            with pytest.raises(Unreachable, match="cannot be used now"):
                session.begin(writing=False, shared=False)
            with pytest.raises(AssertionError, match="nothing but reading"):
                session.begin(writing=True, shared=False)


@pytest.mark.parametrize("wrong", ["a bug", "takes too long"])
async def test_a_query_that_fails_by_itself_is_no_failure_of_the_standby(
    opened: Open, wrong: str
) -> None:
    storage, runs = opened(), list[bool]()

    def fail(work: UnitOfWork) -> None:
        runs.append(is_standby(work))
        if wrong == "a bug":
            raise AssertionError(wrong)
        work._tx.rows(BRIEF)  # type: ignore[attr-defined]
        work._tx.rows(RESTING)  # type: ignore[attr-defined]

    for _ in range(6):
        with pytest.raises(AssertionError if wrong == "a bug" else Unavailable):
            await storage.read(invocation(ADA), fail)

    assert runs == [True, False] * 6
    assert beside(storage).standing == "ok"


async def test_a_query_that_stands_in_the_way_of_replaying_is_run_on_the_primary(
    opened: Open,
    primary: PostgresServer,
    standby: PostgresServer,
    database: str,
    request: pytest.FixtureRequest,
) -> None:
    storage, inside, runs = opened(), threading.Event(), list[bool]()
    await write(storage, say("hello"))
    await heard(storage)
    standby.set(max_standby_streaming_delay="0")
    request.addfinalizer(lambda: standby.set(max_standby_streaming_delay="30s"))

    def look_long(work: UnitOfWork) -> str:
        runs.append(is_standby(work))
        inside.set()
        if runs[-1]:
            work._tx.rows(RESTING)  # type: ignore[attr-defined]
        return "looked"

    answers = []

    async def look() -> None:
        answers.append(await storage.read(invocation(ADA), look_long))

    with anyio.fail_after(2 * SOON):
        async with anyio.create_task_group() as group:
            group.start_soon(look)
            await anyio.to_thread.run_sync(inside.wait)
            with psycopg.connect(primary.url(database), autocommit=True) as connection:
                connection.execute("CREATE TABLE old AS SELECT generate_series(1, 100)")
                connection.execute("DELETE FROM old")
                connection.execute("VACUUM old")

    assert answers == ["looked"]
    assert runs == [True, False]


async def test_whoever_may_not_read_there_reads_on_the_primary(
    opened: Open, primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    if not primary.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'weak'"):
        primary.ask("CREATE ROLE weak LOGIN")
    storage = opened(beside=standby.url(database).replace("postgres@", "weak@"))
    await write(storage, say("hello"))

    assert not any(await answered(storage))
    assert beside(storage).standing == "passed over"


async def test_what_stands_for_another_database_is_not_asked(
    opened: Open, standby: PostgresServer, template: str
) -> None:
    storage = opened(beside=standby.url(template))
    await write(storage, say("hello"))

    assert not any(await answered(storage))


async def test_the_primary_itself_is_no_standby(
    opened: Open, primary: PostgresServer, database: str
) -> None:
    # Whatever libpq is told to think of it.
    storage = opened(beside=f"{primary.url(database)}&target_session_attrs=any")
    await write(storage, say("hello"))

    assert not any(await answered(storage))
    assert beside(storage).standing == "passed over"


async def test_a_standby_that_takes_over_is_none_any_more(
    opened: Open, primary: PostgresServer, database: str
) -> None:
    with standby_of(primary) as heir:
        storage = opened(beside=heir.url(database))
        await write(storage, say("hello"))
        await until_answered_there(storage)
        heir.promote()

        assert not any(await answered(storage))


async def test_who_still_follows_the_old_primary_is_not_asked_for_the_new_one(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    with standby_of(primary) as heir:
        heir.promote()
        storage = open_storage(
            heir.url(database),
            registry=EXAMPLES,
            standby=standby.url(database),
            standby_patience=20,
        )
        # What only the old primary keeps comes after all that the new one has written.
        primary.ask("SELECT pg_switch_wal()::text")
        primary.ask("CREATE TABLE lost (a int)", database=database)
        with anyio.fail_after(SOON):
            told = await heard(storage)
        await storage.close()

    assert told == (False, [])
