"""How many commands a CPU second does, beside the same statements run directly.

A command here is what most are: it reads a row and holds it, writes it, and records an event;
so its statements are one select, one update, the upsert of the topic's head, and one insert.
The peers run these same statements, with the values ready made, and nothing else: directly through
the driver, on one writer thread that commits in groups (SQLite) or on as many threads as Phantom
has lanes (PostgreSQL); and through SQLAlchemy's asynchronous engine. Everybody works for the same
callers: 64 tasks on one event loop, each of which waits for its answer. All of it is durable:
SQLite's `synchronous` is FULL, and PostgreSQL flushes its log at each commit.

What is measured is the CPU time of this process, all threads together (the PostgreSQL server's own
is not in it), in rounds in which all take turns; the median is shown.

Run it from the repository: `python -m tests.benchmarks.commands_per_second [--rounds N]`.
"""

import argparse
import asyncio
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

import attrs

from phantom_adapters.contracts.kernel_examples import EXAMPLES, Paint, Said, invocation, wall
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Command,
    Id,
    Job,
    Query,
    Storage,
    Topic,
    UnitOfWork,
    Work,
)
from phantom_core.phantom import Phantom
from tests.benchmarks import peers
from tests.postgres_server import postgres

_CALLERS: Final = 64
_ROWS: Final = 256

Act = Callable[[int], Awaitable[object]]


@attrs.frozen(kw_only=True)
class Touch(Command[int]):
    """Begin a job once more, and say so."""

    access = Access.SYSTEM
    job_id: Id
    on: Topic
    hot: bool = False

    @property
    def hot_topic(self) -> Topic | None:
        """The topic, if all write to one."""
        return self.on if self.hot else None

    def run(self, work: Work) -> int:
        """Read, write, record."""
        job = attrs.evolve(work.jobs.get(self.job_id), leased_until=work.now)
        work.jobs.put(job)
        work.record(Said(text="once more", on=self.on))
        return job.attempts


@attrs.frozen(kw_only=True)
class Look(Query[Job]):
    """Look at a job."""

    access = Access.SYSTEM
    job_id: Id

    def run(self, work: Work) -> Job:
        """Read it."""
        return work.jobs.get(self.job_id)


@attrs.frozen(kw_only=True)
class Contestant:
    """Somebody who does the work.

    Attributes:
        name: what is shown.
        beside: the name of the one it is compared with, if any.
        act: does the work once; the argument says which row.
        count: how often a round does it.
    """

    name: str
    act: Act
    count: int
    results: list[float] = attrs.field(factory=list)

    async def round(self) -> None:
        """Do the work with all callers at once, and note how often a CPU second does it."""
        numbers = iter(range(self.count))

        async def call() -> None:
            for number in numbers:
                await self.act(number % _ROWS)

        began = time.process_time()
        await asyncio.gather(*[call() for _ in range(_CALLERS)])
        self.results.append(self.count / (time.process_time() - began))

    @property
    def per_second(self) -> float:
        """The median of all rounds."""
        return statistics.median(self.results)


async def fill(storage: Storage) -> list[Id]:
    """Store as many jobs as there are rows."""

    def body(work: UnitOfWork) -> list[Id]:
        return [work.enqueue(Paint()) for _ in range(_ROWS)]

    ids: list[Id] = (await storage.write(invocation(), body)).value
    return ids


@asynccontextmanager
async def phantom_on(name: str, storage: Storage, count: int) -> AsyncIterator[list[Contestant]]:
    """Phantom on a storage: commands, commands of one topic, and queries."""
    ids = await fill(storage)
    phantom = Phantom(storage, reactions={})

    def touch(row: int) -> Awaitable[object]:
        return phantom.do(Touch(job_id=ids[row], on=wall(row)), actor=SYSTEM)

    def touch_hot(row: int) -> Awaitable[object]:
        return phantom.do(Touch(job_id=ids[row], on=wall(0), hot=True), actor=SYSTEM)

    def look(row: int) -> Awaitable[object]:
        return phantom.ask(Look(job_id=ids[row]), actor=SYSTEM)

    yield [
        Contestant(name=f"{name}: Phantom", act=touch, count=count),
        Contestant(name=f"{name}: Phantom, one hot topic", act=touch_hot, count=count),
        Contestant(name=f"{name}: Phantom, query", act=look, count=count),
    ]
    await storage.close()


@asynccontextmanager
async def peers_on(
    name: str, opened: Sequence[tuple[str, peers.Peer]], count: int
) -> AsyncIterator[list[Contestant]]:
    """Peers on databases that Phantom has filled."""
    yield [
        Contestant(name=f"{name}: {what}{kind}", act=act, count=count)
        for what, peer in opened
        for kind, act in (("", peer.touch), (", query", peer.look))
    ]
    for _, peer in opened:
        await peer.close()


async def sqlite_contestants(stack: AsyncExitStack, count: int) -> list[Contestant]:
    """Phantom, sqlite3 and aiosqlite, each on a file of its own."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    urls = [f"sqlite:///{folder / name}.db" for name in ("phantom", "raw", "alchemy")]
    for url in urls[1:]:
        storage = open_storage(url, registry=EXAMPLES)
        await fill(storage)
        await storage.close()
    storage = open_storage(urls[0], registry=EXAMPLES)
    raw, alchemy = [Path(url.removeprefix("sqlite:///")) for url in urls[1:]]
    opened = [
        ("sqlite3, writer thread", peers.RawSqlite(raw)),
        ("SQLAlchemy + aiosqlite", await peers.alchemy_sqlite(alchemy)),
    ]
    return [
        *await stack.enter_async_context(phantom_on("SQLite", storage, count)),
        *await stack.enter_async_context(peers_on("SQLite", opened, count)),
    ]


async def postgres_contestants(stack: AsyncExitStack, count: int) -> list[Contestant]:
    """Phantom, psycopg and asyncpg, each on a database of its own."""
    server = stack.enter_context(postgres(durable=True))
    urls = [server.url(server.create_database()) for _ in range(3)]
    for url in urls[1:]:
        storage = open_storage(url, registry=EXAMPLES)
        await fill(storage)
        await storage.close()
    storage = open_storage(urls[0], registry=EXAMPLES)
    opened = [
        ("psycopg, 8 threads", peers.RawPostgres(urls[1])),
        ("SQLAlchemy + asyncpg", await peers.alchemy_postgres(urls[2])),
    ]
    return [
        *await stack.enter_async_context(phantom_on("PostgreSQL", storage, count)),
        *await stack.enter_async_context(peers_on("PostgreSQL", opened, count)),
    ]


def show(contestants: Sequence[Contestant]) -> None:
    """Print the table, each database's contestants as ratios to Phantom's."""
    names = ("attrs", "sqlalchemy", "aiosqlite", "psycopg", "asyncpg")
    versions = [f"{name} {version(name)}" for name in names]
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}", *versions, sep=", "
    )
    print(f"\n{'':48}{'per CPU-s':>10}{'µs each':>9}{'Phantom is':>12}")
    by_name = {each.name: each for each in contestants}
    for each in contestants:
        database, what = each.name.split(": ")
        ours = by_name[f"{database}: Phantom" + (", query" if "query" in what else "")]
        ratio = ours.per_second / each.per_second
        cost = 1e6 / each.per_second
        print(f"{each.name:48}{each.per_second:10,.0f}{cost:9.1f}{ratio:11.2f}x")


async def main(rounds: int, count: int) -> None:
    """Let all take turns, and show what came out."""
    async with AsyncExitStack() as stack:
        contestants = [
            *await stack.enter_async_context(
                phantom_on("Memory", MemoryStorage(registry=EXAMPLES), count)
            ),
            *await sqlite_contestants(stack, count),
            *await postgres_contestants(stack, count),
        ]
        for _ in range(rounds):
            for contestant in contestants:
                await contestant.round()
        show(contestants)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=2000)
    given = parser.parse_args()
    asyncio.run(main(given.rounds, given.count))
