"""Many ask, schedule and work at once, each over a connection: nothing is lost or doubled."""

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Final

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import (
    EXAMPLES,
    WALL,
    Erase,
    Said,
    Tidy,
    read,
    texts,
    wall,
    write,
)
from phantom_adapters.jobs import Periodic, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.jobs import ClaimJobs, EnsurePeriodic, RunDeferred
from phantom_core.kernel import (
    EPOCH,
    SYSTEM,
    Conflict,
    JobFilter,
    JobState,
    PageRequest,
    Storage,
    UnitOfWork,
)
from phantom_core.phantom import Phantom
from tests.contracts.test_identity_races import at_once

PROCESSES: Final = 4
PERIODS: Final = 3
MINUTE: Final = timedelta(minutes=1)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def storages(
    request: pytest.FixtureRequest, clock: ManualClock
) -> AsyncIterator[Sequence[Storage]]:
    """What each of some processes has of one database; memory has one process."""
    if request.param == "memory":
        yield [MemoryStorage(clock=clock, registry=EXAMPLES)] * PROCESSES
        return
    urls = {"sqlite": "sqlite_url", "postgres": "emptied_postgres_url"}
    url: str = request.getfixturevalue(urls[request.param])
    async with AsyncExitStack() as opened:
        some = [open_storage(url, clock=clock, registry=EXAMPLES) for _ in range(PROCESSES)]
        for each in some:
            opened.push_async_callback(each.close)
        yield some


async def test_what_comes_round_is_done_once_in_a_period_by_all_processes_together(
    storages: Sequence[Storage], clock: ManualClock
) -> None:
    chore = Periodic(deferred=Erase(before=EPOCH), every=MINUTE)

    async def come_round(storage: Storage) -> None:
        phantom = Phantom(storage, reactions={})
        with suppress(Conflict):
            await phantom.do(EnsurePeriodic(deferred=chore.deferred), actor=SYSTEM)
        await Worker(phantom, {}, owner="a scheduler", periodic=[chore]).drain()

    for period in range(PERIODS):
        outcomes = await at_once(
            *[lambda storage=each: come_round(storage) for each in [*storages, *storages]]
        )
        assert [each for each in outcomes if each is not None] == []
        assert await texts(storages[0]) == ["erased"] * (period + 1)
        clock.now += MINUTE


async def test_one_waits_and_sees_the_last_change_whoever_asks_and_works(
    storages: Sequence[Storage],
) -> None:
    def change(work: UnitOfWork) -> None:
        work.record(Said(text="a change"))
        work.enqueue(Tidy())

    async def change_some(storage: Storage) -> None:
        for _ in range(5):
            await write(storage, change)

    async def work_on(storage: Storage) -> None:
        phantom = Phantom(storage, reactions={})
        for _ in range(5):
            claim = ClaimJobs(owner="somebody", limit=3, life=MINUTE)
            for job in (await phantom.do(claim, actor=SYSTEM)).value:
                await phantom.do(RunDeferred(lease=job.lease), actor=SYSTEM)

    async with anyio.create_task_group() as group:
        for each in storages:
            group.start_soon(change_some, each)
            group.start_soon(work_on, each)
    waiting = await read(
        storages[0],
        lambda work: work.jobs.page(PageRequest(), JobFilter(state=JobState.WAITING)),
    )
    assert len(waiting.items) <= 1
    await work_on(storages[0])

    tidied = await texts(storages[0], wall(1))
    assert tidied[-1] == str(len(await texts(storages[0], WALL)))


async def test_a_job_is_not_begun_while_a_change_that_asks_it_again_cannot_be_seen(
    emptied_postgres_url: str, clock: ManualClock
) -> None:
    """On PostgreSQL alone: elsewhere there is one transaction that writes at a time."""
    storage = open_storage(emptied_postgres_url, clock=clock, registry=EXAMPLES)
    phantom = Phantom(storage, reactions={})
    claim = ClaimJobs(owner="somebody", limit=3, life=MINUTE)
    asked, may_commit = threading.Event(), threading.Event()

    def change(work: UnitOfWork) -> None:
        work.record(Said(text="a change"))
        work.enqueue(Tidy())
        for job in work.enqueued:
            work.jobs.add(job)
        work.enqueued.clear()
        asked.set()
        assert may_commit.wait(60)

    try:
        await write(storage, lambda work: work.enqueue(Tidy()))
        async with anyio.create_task_group() as group:
            group.start_soon(write, storage, change)
            await anyio.to_thread.run_sync(asked.wait, 60)
            meanwhile = (await phantom.do(claim, actor=SYSTEM)).value
            may_commit.set()
        (job,) = (await phantom.do(claim, actor=SYSTEM)).value
        await phantom.do(RunDeferred(lease=job.lease), actor=SYSTEM)

        assert [*meanwhile] == []
        assert await texts(storage, wall(1)) == ["1"]
    finally:
        may_commit.set()
        await storage.close()
