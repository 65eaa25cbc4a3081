"""Databases that fail when they are told to, and calls that wait until they may go on."""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import anyio

from phantom_adapters.contracts.kernel_examples import ADA, EXAMPLES, WALL, Said, invocation
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.postgres import PostgresDatabase, PostgresSession
from phantom_adapters.sql.session import Session
from phantom_adapters.sql.sqlite import SqliteDatabase, SqliteSession
from phantom_adapters.sql.sqlite import connect as connect_sqlite
from phantom_adapters.sql.storage import SqlStorage, storage_on
from phantom_adapters.sql.watch import Watch
from phantom_core.kernel import Storage, Topic, UnitOfWork

__all__ = ["FailingPostgres", "FailingSqlite", "at", "holding", "opened", "say", "together"]

Fault = Callable[[], None]


def _nothing() -> None:
    pass


class _FailingSqliteSession(SqliteSession):
    faults: "FailingSqlite"

    def commit(self) -> None:
        self.faults.before_commit()
        super().commit()


class FailingSqlite(SqliteDatabase):
    """SQLite whose commits fail as `before_commit` says."""

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(url, clock)
        self.before_commit: Fault = _nothing

    def session(self, *, writing: bool, watch: Watch | None = None) -> Session:  # noqa: ARG002
        """A session that asks before it commits."""
        session = _FailingSqliteSession(
            lambda: connect_sqlite(self._path, read_only=not writing), self._clock
        )
        session.faults = self
        return session


class _FailingPostgresSession(PostgresSession):
    faults: "FailingPostgres"

    def commit(self) -> None:
        super().commit()
        self.faults.after_commit()


class FailingPostgres(PostgresDatabase):
    """PostgreSQL whose word that it has committed is lost as `after_commit` says."""

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(url, clock)
        self.after_commit: Fault = _nothing

    def session(
        self,
        *,
        writing: bool,  # noqa: ARG002 - both fail alike
        watch: Watch | None = None,
    ) -> Session:
        """A session that tells when it has committed."""
        session = _FailingPostgresSession(self.connect, self.clock, watch)
        session.faults = self
        return session


def opened(database: SqliteDatabase | PostgresDatabase, *, patience: float = 60) -> SqlStorage:
    """A storage on a database, migrated; `patience` is long, as machines are slow."""
    migrate_database(database)
    return storage_on(database, registry=EXAMPLES, patience=patience)


def say(text: str, *, both: Topic | None = None) -> Callable[[UnitOfWork], str]:
    """A body that leaves one event on the wall, and one on another if that is named."""

    def body(work: UnitOfWork) -> str:
        work.record(Said(text=text))
        if both is not None:
            work.record(Said(text=text, on=both))
        return text

    return body


def at(number: int, fault: Fault) -> Fault:
    """A fault that occurs once: at the time of that number, counted from 1."""
    times = itertools.count(1)

    def occur() -> None:
        if next(times) == number:
            fault()

    return occur


@contextmanager
def holding() -> Iterator[tuple[Callable[[UnitOfWork], None], threading.Event, threading.Event]]:
    """A body that waits inside its transaction: the body, when it is in, and what lets it go."""
    inside, leave = threading.Event(), threading.Event()

    def body(_work: UnitOfWork) -> None:
        inside.set()
        leave.wait()

    try:
        yield body, inside, leave
    finally:
        leave.set()


async def together(
    storage: Storage,
    *bodies: Callable[[UnitOfWork], Any],
    keys: Sequence[str | None] | None = None,
) -> list[Any]:
    """Run bodies of one hot topic in one group, and answer what each answered or raised.

    `keys` are the calls' idempotency keys, if they have any.
    """
    outcomes: dict[int, Any] = {}
    calls = [invocation(ADA, key) for key in keys or [None] * len(bodies)]

    async def run(number: int) -> None:
        call = storage.write(calls[number], bodies[number], hot_topic=WALL)
        try:
            outcomes[number] = (await call).value
        except Exception as error:  # noqa: BLE001 - it is what is looked at
            outcomes[number] = error

    async with anyio.create_task_group() as group:
        with holding() as (hold, inside, _):
            group.start_soon(lambda: storage.write(invocation(), hold, hot_topic=WALL))
            await anyio.to_thread.run_sync(inside.wait)
            for number in range(len(bodies)):
                group.start_soon(run, number)
            await anyio.wait_all_tasks_blocked()
    return [outcomes[number] for number in range(len(bodies))]
