"""What goes wrong with PostgreSQL: what can be tried again is, what is unknown is not guessed."""

import threading
from collections.abc import AsyncIterator, Callable
from select import select as select_ready
from typing import Any

import anyio
import psycopg
import pytest
from sqlalchemy import func, select

from phantom_adapters.contracts.kernel_examples import (
    ADA,
    WALL,
    Paint,
    Say,
    invocation,
    read,
    texts,
    write,
)
from phantom_adapters.sql.errors import OutcomeUnknown
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.kernel import (
    Conflict,
    Forbidden,
    Id,
    Storage,
    Unavailable,
    UnitOfWork,
    perform,
)
from phantom_core.phantom import Phantom
from tests.postgres_server import PostgresServer
from tests.unit.sql.failing import FailingPostgres, at, holding, opened, say, together

MYSELF = Statement(select(func.pg_backend_pid()))
END_MYSELF = Statement(select(func.pg_terminate_backend(func.pg_backend_pid())))
SOON = Statement(select(func.set_config("statement_timeout", "50", True)))  # noqa: FBT003 - SQL's
BRIEFLY = Statement(
    select(func.set_config("idle_in_transaction_session_timeout", "50", True))  # noqa: FBT003 - SQL's
)
LATE = Statement(select(func.pg_sleep(10)))

Body = Callable[[UnitOfWork], object]


@pytest.fixture
def database(postgres_url: str) -> FailingPostgres:
    return FailingPostgres(postgres_url)


@pytest.fixture
async def storage(database: FailingPostgres) -> AsyncIterator[SqlStorage]:
    storage = opened(database)
    yield storage
    await storage.close()


def lose_word() -> None:
    raise OutcomeUnknown("the connection broke")


def cut_off(work: UnitOfWork) -> None:
    """End this transaction's own connection, as a server does that is shut down."""
    work._tx.rows(END_MYSELF)  # type: ignore[attr-defined]


def until_told(connection: "psycopg.Connection[Any]") -> None:
    """Wait until the server has something to say of its own accord: that it ends this session."""
    told, _, _ = select_ready([connection], [], [], 30)

    assert told


def crash(server: PostgresServer) -> None:
    """Stop a server as a fault of its own would: its clients are told nothing."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # the tests' server is fast because it is not durable
    server.stop("immediate")


async def two_jobs(storage: Storage) -> tuple[Id, Id]:
    return await write(storage, lambda work: (work.enqueue(Paint()), work.enqueue(Paint())))


def begin(work: UnitOfWork, job_id: Id) -> None:
    work.jobs.put(work.jobs.get(job_id).begin("me", work.now))


async def attempts(storage: Storage, *job_ids: Id) -> list[int]:
    return await read(storage, lambda work: [work.jobs.get(each).attempts for each in job_ids])


def crossing(first: Id, second: Id, both_in: threading.Barrier) -> Body:
    """Take two jobs, and on the first try wait in between for somebody who does it crosswise."""
    tries = []

    def body(work: UnitOfWork) -> None:
        begin(work, first)
        tries.append(work)
        if len(tries) == 1:
            both_in.wait()
        begin(work, second)

    return body


async def test_who_loses_a_deadlock_is_run_again(storage: SqlStorage) -> None:
    one, other = await two_jobs(storage)
    both_in = threading.Barrier(2)

    async with anyio.create_task_group() as group:
        group.start_soon(write, storage, crossing(one, other, both_in))
        group.start_soon(write, storage, crossing(other, one, both_in))

    assert await attempts(storage, one, other) == [2, 2]


async def test_those_who_lose_a_deadlock_together_are_run_again_each_alone(
    storage: SqlStorage,
) -> None:
    one, other = await two_jobs(storage)
    both_in = threading.Barrier(2)

    async with anyio.create_task_group() as group:
        group.start_soon(write, storage, crossing(other, one, both_in))
        outcomes = await together(storage, say("a"), crossing(one, other, both_in), say("b"))

    assert outcomes == ["a", None, "b"]
    assert await attempts(storage, one, other) == [2, 2]
    assert sorted(await texts(storage)) == ["a", "b"]


async def test_a_connection_lost_before_the_commit_is_replaced_and_the_call_run_again(
    storage: SqlStorage,
) -> None:
    ids: list[Id] = []

    def body(work: UnitOfWork) -> None:
        ids.append(work.new_id())
        say("once")(work)
        if len(ids) == 1:
            cut_off(work)

    await write(storage, body)

    assert ids == [ids[0]] * 2
    assert await texts(storage) == ["once"]


async def test_a_connection_lost_by_one_of_a_group_fails_none_of_them(
    storage: SqlStorage,
) -> None:
    tries: list[UnitOfWork] = []

    def body(work: UnitOfWork) -> None:
        tries.append(work)
        say("b")(work)
        if len(tries) == 1:
            cut_off(work)

    def refuse(_work: UnitOfWork) -> None:
        raise Forbidden("no")

    outcomes = await together(storage, say("a"), refuse, body, say("c"))

    assert [str(each) for each in outcomes] == ["a", "no", "None", "c"]
    assert sorted(await texts(storage)) == ["a", "b", "c"]


async def test_a_connection_lost_while_reading_is_replaced(storage: SqlStorage) -> None:
    await write(storage, say("before"))
    tries: list[UnitOfWork] = []

    def body(work: UnitOfWork) -> int:
        tries.append(work)
        if len(tries) == 1:
            cut_off(work)
        return work.log.head(WALL).seq

    assert await read(storage, body) == 1
    assert len(tries) == 2


async def test_a_transaction_that_was_idle_for_too_long_is_run_again(storage: SqlStorage) -> None:
    tries: list[UnitOfWork] = []

    def body(work: UnitOfWork) -> None:
        tries.append(work)
        say("once")(work)
        if len(tries) == 1:
            transaction = work._tx  # type: ignore[attr-defined]
            transaction.rows(BRIEFLY)
            until_told(transaction._cursor.connection)

    await write(storage, body)

    assert len(tries) == 2
    assert await texts(storage) == ["once"]


async def test_what_may_have_been_committed_is_not_done_again(
    database: FailingPostgres, storage: SqlStorage
) -> None:
    database.after_commit = at(1, lose_word)
    with pytest.raises(Unavailable, match="Whether this was done is not known"):
        await write(storage, say("perhaps"))

    assert await texts(storage) == ["perhaps"]


async def test_what_may_have_been_committed_is_found_again_by_its_key(
    database: FailingPostgres, storage: SqlStorage
) -> None:
    phantom = Phantom(storage, reactions={})
    database.after_commit = at(1, lose_word)
    first = await phantom.do(Say(text="once"), actor=ADA, idempotency_key="key")
    again = await phantom.do(Say(text="once"), actor=ADA, idempotency_key="key")

    assert first.value == again.value
    assert await texts(storage) == ["once"]


async def test_a_connection_that_breaks_at_the_commit_leaves_its_outcome_unknown(
    storage: SqlStorage, postgres_url: str
) -> None:
    def body(work: UnitOfWork) -> None:
        ((process,),) = work._tx.rows(MYSELF)  # type: ignore[attr-defined]
        with psycopg.connect(postgres_url) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    with pytest.raises(Unavailable, match="Whether this was done is not known"):
        await write(storage, body)
    await write(storage, say("after"))

    assert await texts(storage) == ["after"]


async def test_a_statement_that_takes_too_long_is_unavailable_to_its_own_caller_only(
    storage: SqlStorage,
) -> None:
    def linger(work: UnitOfWork) -> None:
        work._tx.rows(SOON)  # type: ignore[attr-defined]
        work._tx.rows(LATE)  # type: ignore[attr-defined]

    outcomes = await together(storage, say("a"), linger, say("b"))

    assert outcomes[0::2] == ["a", "b"]
    assert isinstance(outcomes[1], Unavailable)
    assert sorted(await texts(storage)) == ["a", "b"]


async def test_of_a_group_that_may_have_been_committed_those_with_keys_are_sure(
    database: FailingPostgres, storage: SqlStorage
) -> None:
    def with_key(work: UnitOfWork) -> Id:
        return perform(Say(text="with key"), work, {})

    first = (await storage.write(invocation(ADA, "key"), with_key)).value
    database.after_commit = at(2, lose_word)
    unsure, sure, again = await together(
        storage, say("without"), with_key, with_key, keys=[None, "other", "key"]
    )

    assert isinstance(unsure, Unavailable)
    assert isinstance(sure, str)
    assert again == first
    assert await texts(storage) == ["with key", "without", "with key"]


async def test_a_server_that_comes_back_in_time_fails_nobody(
    storage: SqlStorage, postgres_server: PostgresServer
) -> None:
    await write(storage, say("before"))
    await anyio.to_thread.run_sync(postgres_server.stop)
    async with anyio.create_task_group() as group:
        for number in range(10):
            group.start_soon(write, storage, say(str(number)))
        group.start_soon(texts, storage)
        await anyio.wait_all_tasks_blocked()
        await anyio.to_thread.run_sync(postgres_server.start)

    said = await texts(storage)
    assert said[0] == "before"
    assert sorted(said[1:]) == [str(number) for number in range(10)]


async def test_a_server_that_has_crashed_fails_nobody_who_comes_after(
    storage: SqlStorage, postgres_server: PostgresServer
) -> None:
    await together(storage, say("before"))
    await texts(storage)
    await anyio.to_thread.run_sync(crash, postgres_server)
    await anyio.to_thread.run_sync(postgres_server.start)
    async with anyio.create_task_group() as group:
        for number in range(10):
            group.start_soon(write, storage, say(str(number)))
            group.start_soon(texts, storage)

    said = await texts(storage)
    assert said[0] == "before"
    assert sorted(said[1:]) == [str(number) for number in range(10)]


async def test_a_server_that_crashes_before_the_commit_leaves_its_outcome_unknown(
    storage: SqlStorage, postgres_server: PostgresServer
) -> None:
    def body(_work: UnitOfWork) -> None:
        crash(postgres_server)

    try:
        with pytest.raises(Unavailable, match="Whether this was done is not known"):
            await write(storage, body)
    finally:
        await anyio.to_thread.run_sync(postgres_server.start)


async def test_a_server_that_stays_away_is_unavailable(
    database: FailingPostgres, postgres_server: PostgresServer
) -> None:
    storage = opened(database, patience=0.2)
    await anyio.to_thread.run_sync(postgres_server.stop)
    try:
        # The watch may be quicker than the lane, which could write when it is there again.
        with pytest.raises(Unavailable, match=r"cannot be used now|not known"):
            await write(storage, say("lost"))
        with pytest.raises(Unavailable, match="cannot be used now"):
            await texts(storage)
    finally:
        await anyio.to_thread.run_sync(postgres_server.start)
    await storage.close()


async def test_a_command_that_goes_on_after_a_refusal_of_the_database_is_not_acknowledged(
    storage: SqlStorage,
) -> None:
    job_id, _ = await two_jobs(storage)

    def go_on(work: UnitOfWork) -> str:
        begin(work, job_id)
        try:
            work.jobs.add(work.jobs.get(job_id))
        except Conflict:
            return "never mind"
        return "impossible"

    with pytest.raises(AssertionError, match="went on after the database had refused"):
        await write(storage, go_on)
    outcomes = await together(storage, say("a"), go_on, say("b"))

    assert outcomes[0::2] == ["a", "b"]
    assert isinstance(outcomes[1], Exception)
    assert await attempts(storage, job_id) == [0]


async def test_jobs_that_somebody_holds_are_passed_over(storage: SqlStorage) -> None:
    ids = [*await two_jobs(storage), *await two_jobs(storage)]

    with holding() as (hold, inside, leave):

        def hold_two(work: UnitOfWork) -> list[Id]:
            held = [job.id for job in work.jobs.due(work.now, 2)]
            hold(work)
            return held

        async with anyio.create_task_group() as group:
            group.start_soon(write, storage, hold_two)
            await anyio.to_thread.run_sync(inside.wait)
            others = await write(
                storage, lambda work: [job.id for job in work.jobs.due(work.now, 4)]
            )
            leave.set()

    assert others == ids[2:]


async def test_who_reads_waits_for_nobody(storage: SqlStorage) -> None:
    job_id, _ = await two_jobs(storage)

    with holding() as (hold, inside, leave):

        def slow(work: UnitOfWork) -> None:
            begin(work, job_id)
            hold(work)

        async with anyio.create_task_group() as group:
            group.start_soon(write, storage, slow)
            await anyio.to_thread.run_sync(inside.wait)
            assert await attempts(storage, job_id) == [0]
            leave.set()

    assert await attempts(storage, job_id) == [1]
