"""What goes wrong with SQLite: nothing is half done, and what was not done is said so."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import anyio
import pytest

from phantom_adapters.clock import Ratchet, wall_clock
from phantom_adapters.contracts.kernel_examples import EXAMPLES, Paint, invocation, texts, write
from phantom_adapters.sql import sqlite
from phantom_adapters.sql.calls import Call, deliver
from phantom_adapters.sql.errors import CommitFailed, Unreachable
from phantom_adapters.sql.kept import Kept
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.running import Writer
from phantom_adapters.sql.sqlite import SqliteDatabase, SqliteSession, connect
from phantom_adapters.sql.taste_following import FollowingIndex
from phantom_core.kernel import Conflict, Forbidden, Invalid, Unavailable, UnitOfWork
from tests.unit.sql.failing import FailingSqlite, at, holding, opened, say, together

Body = Callable[[UnitOfWork], object]


def refuse(_work: UnitOfWork) -> None:
    raise Forbidden("no")


def no_commit() -> None:
    raise CommitFailed("disk I/O error")


def connect_with_short_strings(
    path: Path, *, synchronous: str = "FULL", read_only: bool = False
) -> sqlite3.Connection:
    connection = connect(path, synchronous=synchronous, read_only=read_only)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000)
    return connection


async def test_a_failed_commit_is_unavailable_for_all_who_share_it(sqlite_url: str) -> None:
    database = FailingSqlite(sqlite_url)
    storage = opened(database)
    await write(storage, say("before"))
    database.before_commit = at(2, no_commit)
    failed = await together(storage, say("a"), refuse, say("b"))
    worked = await together(storage, say("c"), refuse, say("d"))

    assert [type(each) for each in failed] == [Unreachable] * 3
    assert [str(each) for each in worked] == ["c", "no", "d"]
    assert await texts(storage) == ["before", "c", "d"]
    await storage.close()


async def test_a_failed_commit_of_one_leaves_nothing(sqlite_url: str) -> None:
    database = FailingSqlite(sqlite_url)
    storage = opened(database)
    database.before_commit = at(1, no_commit)
    with pytest.raises(Unreachable, match="cannot be used now"):
        await write(storage, say("lost"))
    await write(storage, say("kept"))

    assert await texts(storage) == ["kept"]
    await storage.close()


async def test_a_full_disk_refuses_what_does_not_fit_and_nothing_else(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def connect_to_small_disk(path: Path, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 400")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_to_small_disk)
    storage = opened(FailingSqlite(sqlite_url))
    big = "x" * 4096 * 400
    outcomes = await together(storage, say("a"), say(big), say("b"))
    with pytest.raises(Unavailable, match="cannot be used now"):
        await write(storage, say(big))

    assert outcomes[0::2] == ["a", "b"]
    assert isinstance(outcomes[1], Unavailable)
    assert await texts(storage) == ["a", "b"]
    await storage.close()


async def test_what_is_too_long_for_sqlite_is_invalid(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "connect", connect_with_short_strings)
    storage = opened(SqliteDatabase(sqlite_url))
    with pytest.raises(Invalid, match="cannot be stored"):
        await write(storage, say("x" * 100_000))
    await write(storage, say("short"))

    assert await texts(storage) == ["short"]
    await storage.close()


async def test_a_command_that_goes_on_after_a_refusal_is_not_acknowledged_as_on_postgresql(
    sqlite_url: str,
) -> None:
    storage = opened(SqliteDatabase(sqlite_url))
    job_id = await write(storage, lambda work: work.enqueue(Paint()))

    def go_on(work: UnitOfWork) -> None:
        job = work.jobs.get(job_id)
        with suppress(Conflict):
            work.jobs.add(job)

    def ask_more(work: UnitOfWork) -> None:
        go_on(work)
        work.jobs.get(job_id)

    for body in (go_on, ask_more):
        with pytest.raises(AssertionError, match="went on after the database had refused"):
            await write(storage, body)
    await storage.close()


def test_a_connection_that_cannot_even_roll_back_is_replaced(sqlite_url: str) -> None:
    session = SqliteSession(lambda: connect(Path(sqlite_url[10:])), wall_clock)
    session.begin(writing=True, shared=False)
    session._cursor.connection.close()
    session.roll_back()
    session.begin(writing=True, shared=False)
    session.commit()
    session.close()


async def test_while_another_process_writes_for_too_long_others_read_and_nobody_writes(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.05)
    storage = opened(FailingSqlite(sqlite_url))
    await write(storage, say("before"))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="cannot be used now"):
        await write(storage, say("meanwhile"))
    assert await texts(storage) == ["before"]
    other.close()
    await write(storage, say("after"))

    assert await texts(storage) == ["before", "after"]
    await storage.close()


class CountingSession(SqliteSession):
    """Counts the transactions that it was to begin."""

    begun = 0

    def begin(self, *, writing: bool, shared: bool) -> datetime:
        self.begun += 1
        return super().begin(writing=writing, shared=shared)


async def run_as_a_group(session: SqliteSession, patience: float, *bodies: Body) -> list[object]:
    """What became of calls that went to a writer together."""
    calls = [Call(invocation(), body) for body in bodies]
    kept = Kept(FollowingIndex(SqliteDatabase("sqlite:///never-opened.db")))
    writer = Writer(session, EXAMPLES, Ratchet(), kept, patience)
    writer.run(calls)
    writer.close()
    deliver(calls)
    return [*await asyncio.gather(*[call.outcome for call in calls], return_exceptions=True)]


async def test_a_group_that_cannot_begin_is_refused_after_one_wait_for_the_lock(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate_database(SqliteDatabase(sqlite_url))
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.05)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session = CountingSession(lambda: connect(path), wall_clock)
    outcomes = await run_as_a_group(session, 20, *[say(str(number)) for number in range(200)])
    other.close()

    assert {str(outcome) for outcome in outcomes} == {"The database cannot be used now."}
    assert session.begun == 1


async def test_of_a_group_that_failed_those_who_are_late_are_not_tried_again(
    sqlite_url: str,
) -> None:
    def fail(_work: UnitOfWork) -> None:
        raise Unreachable("disk I/O error")

    migrate_database(SqliteDatabase(sqlite_url))
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    session = CountingSession(lambda: connect(path), wall_clock)
    outcomes = await run_as_a_group(session, 0, say("a"), fail, say("b"))

    assert [type(outcome) for outcome in outcomes] == [Unreachable] * 3
    assert session.begun == 1


async def test_readers_see_what_stands_while_a_writer_thinks(sqlite_url: str) -> None:
    storage = opened(FailingSqlite(sqlite_url))
    await write(storage, say("before"))

    with holding() as (hold, inside, leave):

        def slow(work: UnitOfWork) -> None:
            say("after")(work)
            work.settle()
            work.recorded.clear()
            hold(work)

        async with anyio.create_task_group() as group:
            group.start_soon(write, storage, slow)
            await anyio.to_thread.run_sync(inside.wait)
            assert await texts(storage) == ["before"]
            leave.set()

    assert await texts(storage) == ["before", "after"]
    await storage.close()
