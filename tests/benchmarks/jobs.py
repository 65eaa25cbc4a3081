"""How many jobs a CPU second does, beside an existing queue.

A job here does nothing: what is measured is storing it in a transaction of its own, finding it,
leasing it, and marking it as done, for 8 jobs at a time. First all are stored, by 16 callers at
once; then a worker does them. `commands` are stored commands, whose effect and whose end are one
transaction; `tasks` are done at the edge, and then marked as done.

Procrastinate is shown where it is installed (`pip install procrastinate`); it works on PostgreSQL
alone.

What is measured is the CPU time of this process, all threads together (the PostgreSQL server's own
is not in it), in rounds in which all take turns; the median is shown. Everything is durable.

Run it from the repository: `python -m tests.benchmarks.jobs [--rounds N] [--count N]`.
"""

import argparse
import asyncio
import logging
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import attrs

from phantom_adapters.contracts.kernel_examples import Paint
from phantom_adapters.jobs import Lane, Worker
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import SYSTEM, Access, Command, Deferred, Lease, Storage, Work
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry
from tests.postgres_server import postgres

_CALLERS: Final = 16
_HANDS: Final = 8


@attrs.frozen(kw_only=True)
class Nothing(Command[None]):
    """Do nothing."""

    access = Access.SYSTEM
    number: int

    def run(self, work: Work) -> None:
        """Do it."""


@attrs.frozen(kw_only=True)
class Ask(Command[None]):
    """Have something done."""

    access = Access.SYSTEM
    deferred: Deferred

    def run(self, work: Work) -> None:
        """Enqueue it."""
        work.enqueue(self.deferred)


_REGISTRY: Final = Registry.of(tasks=[Paint], commands=[Nothing])


@attrs.frozen
class Contestant:
    """A queue.

    Attributes:
        name: what is shown.
        store: stores the job of a number.
        work: does all that are stored.
        stored: how many were stored in a CPU second, of each round.
        done: how many were done in one.
    """

    name: str
    store: Callable[[int], Awaitable[object]]
    work: Callable[[], Awaitable[object]]
    stored: list[float] = attrs.field(factory=list)
    done: list[float] = attrs.field(factory=list)

    async def round(self, count: int) -> None:
        """Store so many, and do them."""
        numbers = iter(range(count))

        async def call() -> None:
            for number in numbers:
                await self.store(number)

        began = time.process_time()
        await asyncio.gather(*[call() for _ in range(_CALLERS)])
        between = time.process_time()
        await self.work()
        self.stored.append(count / (between - began))
        self.done.append(count / (time.process_time() - between))


def phantom_on(name: str, storage: Storage) -> Sequence[Contestant]:
    """Phantom, with commands and with tasks."""
    phantom = Phantom(storage, reactions={})

    async def paint(_: Lease, __: Paint) -> None:
        """Paint nothing."""

    worker = Worker(phantom, {Paint: paint}, owner="a benchmark", lanes=[Lane(hands=_HANDS)])

    def contestant(what: str, deferred: Callable[[int], Deferred]) -> Contestant:
        async def store(number: int) -> None:
            await phantom.do(Ask(deferred=deferred(number)), actor=SYSTEM)

        return Contestant(f"{name}: Phantom, {what}", store, worker.drain)

    return [
        contestant("commands", lambda number: Nothing(number=number)),
        contestant("tasks", lambda _: Paint()),
    ]


async def procrastinate_on(stack: AsyncExitStack, url: str) -> Sequence[Contestant]:
    """Procrastinate, if it is there."""
    try:
        import procrastinate  # noqa: PLC0415 - if it is there
    except ImportError:
        return []
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=_HANDS, max_size=_CALLERS)
    app: Any = procrastinate.App(connector=connector)

    @app.task(name="nothing")  # type: ignore[untyped-decorator]
    async def nothing(number: int) -> None:
        """Do nothing."""

    await stack.enter_async_context(app.open_async())
    await app.schema_manager.apply_schema_async()

    async def work() -> None:
        await app.run_worker_async(wait=False, concurrency=_HANDS, install_signal_handlers=False)

    async def store(number: int) -> None:
        await nothing.defer_async(number=number)

    return [Contestant("PostgreSQL: procrastinate", store, work)]


def show(contestants: Sequence[Contestant]) -> None:
    """Print the table."""
    told = [f"SQLite {sqlite3.sqlite_version}"]
    for name in ("psycopg", "procrastinate"):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            told.append(f"no {name}")
    print(f"Python {platform.python_version()}", *told, sep=", ")
    print(f"\n{'jobs per CPU second':36}{'stored':>10}{'done':>10}{'both':>10}")
    for each in contestants:
        stored, done = statistics.median(each.stored), statistics.median(each.done)
        both = 1 / (1 / stored + 1 / done)
        print(f"{each.name:36}{stored:10,.0f}{done:10,.0f}{both:10,.0f}")


async def main(rounds: int, count: int) -> None:
    """Let all take turns, and show what came out."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres())
        urls = [server.url(server.create_database()) for _ in range(2)]
        places = {"SQLite": f"sqlite:///{folder / 'phantom.db'}", "PostgreSQL": urls[0]}
        contestants = [*phantom_on("Memory", MemoryStorage(registry=_REGISTRY))]
        for name, url in places.items():
            migrate(url)
            storage = open_storage(url, registry=_REGISTRY)
            stack.push_async_callback(storage.close)
            contestants += phantom_on(name, storage)
        contestants += await procrastinate_on(stack, urls[1])
        for _ in range(rounds):
            for contestant in contestants:
                await contestant.round(count)
        show(contestants)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=500)
    given = parser.parse_args()
    asyncio.run(main(given.rounds, given.count))
