"""Those beside whom Phantom's storage is measured: the same statements, without Phantom."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from phantom_adapters.clock import wall_clock
from phantom_adapters.contracts.kernel_examples import wall
from phantom_adapters.sql.tables.kernel import events, jobs, topics
from phantom_core.kernel import id_from_bytes

__all__ = ["Peer", "RawPostgres", "RawSqlite", "alchemy_postgres", "alchemy_sqlite"]

_GET: Final = "SELECT {columns} FROM jobs WHERE id = {p}"
_COLUMNS: Final = (
    "id, deferred, run_at, created_at, state, attempts, leased_until, owner, error, due_at"
)
_PUT: Final = (
    "UPDATE jobs SET deferred = {p}, run_at = {p}, created_at = {p}, state = {p}, attempts = {p},"
    " leased_until = {p}, owner = {p}, error = {p}, due_at = {p} WHERE id = {p}"
)
_HEAD: Final = (
    "INSERT INTO topics (topic, seq, last_at) VALUES ({p}, 1, {p}) ON CONFLICT (topic) DO UPDATE"
    " SET seq = topics.seq + 1, last_at = CASE WHEN topics.last_at > excluded.last_at"
    " THEN topics.last_at ELSE excluded.last_at END RETURNING seq, last_at"
)
_EVENT: Final = (
    "INSERT INTO events (topic, seq, at, caused_by, name, data)"
    " VALUES ({p}, {p}, {p}, NULL, 'wall.said', {p})"
)


_DEFERRED: Final = {"task": "wall.paint", "fields": {"strokes": []}}


def _fields(row: Any) -> dict[str, Any]:
    fields = row._asdict()
    del fields["id"]
    return dict(fields)


class Peer(Protocol):
    """Somebody who does what Phantom does."""

    async def touch(self, row: int) -> object:
        """Read a row, write it, count its topic up, insert an event; durably."""

    async def look(self, row: int) -> object:
        """Read a row."""

    async def close(self) -> None:
        """Let go of everything."""


def _sql(statement: str, place: str) -> str:
    """A statement with a driver's own kind of parameters."""
    return statement.replace("{columns}", _COLUMNS).replace("{p}", place)


def _settle(done: Sequence[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, value in done:
        if not future.done():
            future.set_result(value)


class RawSqlite:
    """sqlite3 on one thread that writes, and commits what waits in one go; four that read."""

    _get, _put = _sql(_GET, "?"), _sql(_PUT, "?")
    _head, _event = _sql(_HEAD, "?"), _sql(_EVENT, "?")

    def __init__(self, path: Path) -> None:
        self._path = path
        connection = self._connect()
        self._ids = [row[0] for row in connection.execute("SELECT id FROM jobs ORDER BY id")]
        connection.close()
        self._writes: SimpleQueue[tuple[int, asyncio.Future[Any]] | None] = SimpleQueue()
        self._reads: SimpleQueue[tuple[int, asyncio.Future[Any]] | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._threads = [threading.Thread(target=self._write, daemon=True)]
        self._threads += [threading.Thread(target=self._read, daemon=True) for _ in range(4)]
        for thread in self._threads:
            thread.start()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    async def touch(self, row: int) -> object:
        """Hand the row to the writer."""
        future = self._loop.create_future()
        self._writes.put((row, future))
        return await future

    async def look(self, row: int) -> object:
        """Hand the row to a reader."""
        future = self._loop.create_future()
        self._reads.put((row, future))
        return await future

    async def close(self) -> None:
        """End the threads."""
        self._writes.put(None)
        for _ in self._threads[1:]:
            self._reads.put(None)
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        cursor = self._connect().cursor()
        while first := self._writes.get():
            waiting = [first]
            while True:
                try:
                    waiting.append(self._writes.get_nowait())  # type: ignore[arg-type]
                except Empty:
                    break
            cursor.execute("BEGIN IMMEDIATE")
            done = [(future, self._touch(cursor, row)) for row, future in waiting]
            cursor.execute("COMMIT")
            self._loop.call_soon_threadsafe(_settle, done)
        cursor.connection.close()

    def _touch(self, cursor: sqlite3.Cursor, row: int) -> Any:
        now, topic = int(time.time() * 1000), wall(row)
        cursor.execute("SAVEPOINT part")
        found = list(cursor.execute(self._get, (self._ids[row],)).fetchone())
        found[6] = now
        cursor.execute(self._put, (*found[1:], found[0]))
        ((seq, at),) = cursor.execute(self._head, (topic, now)).fetchall()
        cursor.execute(self._event, (topic, seq, at, '{"text":"once more"}'))
        cursor.execute("RELEASE part")
        return seq

    def _read(self) -> None:
        cursor = self._connect().cursor()
        while first := self._reads.get():
            row, future = first
            cursor.execute("BEGIN")
            found = cursor.execute(self._get, (self._ids[row],)).fetchone()
            cursor.execute("ROLLBACK")
            self._loop.call_soon_threadsafe(_settle, [(future, found)])
        cursor.connection.close()


class RawPostgres:
    """psycopg on eight threads, each with its connection, as many as Phantom has lanes."""

    _get, _put = _sql(_GET, "%s"), _sql(_PUT, "%s")
    _head, _event = _sql(_HEAD, "%s"), _sql(_EVENT, "%s")

    def __init__(self, url: str) -> None:
        self._url = url
        with psycopg.connect(url) as connection:
            self._ids = [row[0] for row in connection.execute("SELECT id FROM jobs ORDER BY id")]
        self._work: SimpleQueue[tuple[bool, int, asyncio.Future[Any]] | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(8)]
        for thread in self._threads:
            thread.start()

    async def touch(self, row: int) -> object:
        """Hand the row to a thread."""
        return await self._hand(row, writing=True)

    async def look(self, row: int) -> object:
        """Hand the row to a thread."""
        return await self._hand(row, writing=False)

    async def close(self) -> None:
        """End the threads."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    async def _hand(self, row: int, *, writing: bool) -> object:
        future = self._loop.create_future()
        self._work.put((writing, row, future))
        return await future

    def _serve(self) -> None:
        with psycopg.connect(self._url, autocommit=True, prepare_threshold=0) as connection:
            cursor = connection.cursor(binary=True)
            while first := self._work.get():
                writing, row, future = first
                value = (self._touch if writing else self._look)(cursor, row)
                self._loop.call_soon_threadsafe(_settle, [(future, value)])

    def _touch(self, cursor: "psycopg.Cursor[Any]", row: int) -> Any:
        now, topic = wall_clock(), wall(row)
        cursor.execute("BEGIN")
        cursor.execute(self._get + " FOR NO KEY UPDATE", (self._ids[row],))
        found = list(cursor.fetchall()[0])
        found[1], found[6] = '{"task":"wall.paint","fields":{"strokes":[]}}', now
        cursor.execute(self._put, (*found[1:], found[0]))
        cursor.execute(self._head, (topic, now))
        ((seq, at),) = cursor.fetchall()
        cursor.execute(self._event, (topic, seq, at, '{"text":"once more"}'))
        cursor.execute("COMMIT")
        return seq

    def _look(self, cursor: "psycopg.Cursor[Any]", row: int) -> Any:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(self._get, (self._ids[row],))
        found = cursor.fetchall()
        cursor.execute("ROLLBACK")
        return found


class _Alchemy:
    """SQLAlchemy Core on an asynchronous engine, as its documentation has it."""

    _by_id = sa.select(jobs).where(jobs.c.id == sa.bindparam("id"))
    _put = (
        sa.update(jobs)
        .where(jobs.c.id == sa.bindparam("this"))
        .values({c.name: sa.bindparam(c.name) for c in jobs.c if c.name != "id"})
    )
    _event = sa.insert(events)

    def __init__(self, engine: AsyncEngine, ids: list[Any]) -> None:
        self._engine = engine
        self._ids = ids
        new = upsert(topics).values(
            topic=sa.bindparam("topic"), seq=1, last_at=sa.bindparam("last_at")
        )
        later = topics.c.last_at > new.excluded.last_at
        self._head = new.on_conflict_do_update(
            index_elements=[topics.c.topic],
            set_={
                "seq": topics.c.seq + 1,
                "last_at": sa.case((later, topics.c.last_at), else_=new.excluded.last_at),
            },
        ).returning(topics.c.seq, topics.c.last_at)

    async def touch(self, row: int) -> object:
        """One transaction on a connection of the pool."""
        now, topic = wall_clock(), wall(row)
        async with self._engine.begin() as connection:
            by_id = self._by_id.with_for_update(key_share=True)
            found = (await connection.execute(by_id, {"id": self._ids[row]})).one()
            changed = {"this": self._ids[row], "deferred": _DEFERRED, "leased_until": now}
            await connection.execute(self._put, {**_fields(found), **changed})
            head = await connection.execute(self._head, {"topic": topic, "last_at": now})
            seq, at = head.one()
            told = {"topic": topic, "seq": seq, "at": at, "caused_by": None}
            data = {"name": "wall.said", "data": {"text": "once more"}}
            await connection.execute(self._event, {**told, **data})
        return seq

    async def look(self, row: int) -> object:
        """One read on a connection of the pool."""
        async with self._engine.connect() as connection:
            return (await connection.execute(self._by_id, {"id": self._ids[row]})).one()

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


async def alchemy_sqlite(path: Path) -> Peer:
    """Below is aiosqlite; one connection, since one can write."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0, pool_timeout=600
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    return _Alchemy(engine, await _ids(engine))


async def alchemy_postgres(url: str) -> Peer:
    """Below is asyncpg; eight connections."""
    address = url.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(address, pool_size=8, max_overflow=0, pool_timeout=600)
    return _Alchemy(engine, await _ids(engine))


async def _ids(engine: AsyncEngine) -> list[Any]:
    async with engine.connect() as connection:
        found = await connection.scalars(sa.select(jobs.c.id).order_by(jobs.c.id))
        # asyncpg makes objects of its own of what psycopg is taught to read as ids.
        return [id_from_bytes(each.bytes) if hasattr(each, "bytes") else each for each in found]
