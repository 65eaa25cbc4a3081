"""What every store of jobs promises of those that wait: which go first, and which are one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.contracts.kernel_examples import (
    EXAMPLES,
    WALL,
    Erase,
    Paint,
    Said,
    Tidy,
    read,
    texts,
    wall,
    write,
)
from phantom_adapters.memory import ManualClock
from phantom_core.jobs import ClaimJobs, FailJob, ReleaseJob, RunDeferred
from phantom_core.kernel import (
    EPOCH,
    NOBODY_WAITS,
    SYSTEM,
    Command,
    Deferred,
    Id,
    Job,
    JobFilter,
    JobState,
    Lease,
    NotFound,
    PageRequest,
    Storage,
    UnitOfWork,
    uuid7,
)
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

__all__ = ["WaitingJobsContract"]

_MINUTE = timedelta(minutes=1)
_WAITING = JobFilter(state=JobState.WAITING)


class WaitingJobsContract:
    """Bind it with a fixture `storage`: an empty one, made with this suite's clock and registry."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The time of the storage under test."""
        return ManualClock()

    @pytest.fixture
    def registry(self) -> Registry:
        """What the storage under test may store."""
        return EXAMPLES

    async def _enqueue(self, storage: Storage, deferred: Deferred) -> Id:
        return await write(storage, lambda work: work.enqueue(deferred))

    async def _claim(self, storage: Storage, limit: int = 9) -> list[Job]:
        claim = ClaimJobs(owner="me", limit=limit, life=_MINUTE)
        return [*(await Phantom(storage, reactions={}).do(claim, actor=SYSTEM)).value]

    async def _do(self, storage: Storage, command: Command[Any]) -> None:
        await Phantom(storage, reactions={}).do(command, actor=SYSTEM)

    async def _waiting(self, storage: Storage) -> list[Job]:
        page = await read(storage, lambda work: work.jobs.page(PageRequest(), _WAITING))
        return [*page.items]

    async def test_what_nobody_waits_for_stands_back_and_not_for_ever(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        chore = await self._enqueue(storage, Tidy())
        clock.now += NOBODY_WAITS - _MINUTE
        sooner = await self._enqueue(storage, Erase(before=EPOCH))
        clock.now += 2 * _MINUTE
        later = await self._enqueue(storage, Paint())

        in_order = await write(storage, lambda work: work.jobs.due(work.now, 9))
        assert [job.id for job in in_order] == [sooner, chore, later]
        assert [job.id for job in await self._claim(storage, 2)] == [sooner, chore]

    async def test_what_is_asked_twice_waits_once(self, storage: Storage) -> None:
        def ask(work: UnitOfWork) -> None:
            for corner in (2, 1, 2):
                work.enqueue(Tidy(corner=corner))

        first = await self._enqueue(storage, Tidy(corner=1))
        await write(storage, ask)
        claimed = await self._claim(storage)

        assert len(claimed) == 2
        assert next(job for job in claimed if job.deferred == Tidy(corner=1)).id == first

    async def test_what_is_asked_for_at_a_time_of_its_own_is_done_for_itself(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        soon = clock.now + _MINUTE
        for at in (soon, soon, None):
            await write(storage, lambda work, at=at: work.enqueue(Tidy(), run_at=at))  # type: ignore[misc]

        assert len(await self._claim(storage)) == 1
        clock.now = soon
        assert len(await self._claim(storage)) == 3  # the first once more: its lease has run out

    async def test_one_that_failed_is_begun_at_once_and_with_all_attempts_when_asked_again(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        job_id = await self._enqueue(storage, Tidy())
        for _ in range(3):
            (job,) = await self._claim(storage)
            await self._do(storage, FailJob(lease=job.lease, error="odd"))
            clock.now += timedelta(seconds=30)
        (job,) = await self._claim(storage)
        await self._do(storage, FailJob(lease=job.lease, error="odd", outage=60 * _MINUTE))
        assert await self._claim(storage) == []
        clock.now += _MINUTE
        await self._enqueue(storage, Tidy())

        (again,) = await self._claim(storage)
        assert (again.id, again.attempts, again.begun, again.forgiven) == (job_id, 1, 5, 4)
        assert (again.error, again.run_at) == ("odd", clock.now)

    async def test_what_is_asked_for_while_it_is_done_is_done_again(self, storage: Storage) -> None:
        await self._enqueue(storage, Tidy())
        (running,) = await self._claim(storage)
        await write(storage, lambda work: work.record(Said(text="a change")))
        for _ in range(3):
            await self._enqueue(storage, Tidy())
        await self._do(storage, RunDeferred(lease=running.lease))

        (waiting,) = await self._claim(storage)
        await self._do(storage, RunDeferred(lease=waiting.lease))
        assert await self._claim(storage) == []
        assert await texts(storage, wall(1)) == ["1", "1"]

    @pytest.mark.parametrize(
        "end",
        [
            lambda lease: FailJob(lease=lease, error="odd"),
            lambda lease: FailJob(lease=lease, error="away", outage=_MINUTE),
            lambda lease: ReleaseJob(lease=lease),
        ],
        ids=["failed", "put off", "released"],
    )
    async def test_one_that_would_wait_again_leaves_it_to_the_one_that_waits(
        self, storage: Storage, end: Callable[[Lease], Command[Any]]
    ) -> None:
        first = await self._enqueue(storage, Tidy())
        (running,) = await self._claim(storage)
        second = await self._enqueue(storage, Tidy())
        await self._do(storage, end(running.lease))

        assert [job.id for job in await self._waiting(storage)] == [second]
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.jobs.get(first))

    async def test_one_that_waits_again_alone_stays_as_it_is(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        await self._enqueue(storage, Tidy())
        (job,) = await self._claim(storage)
        await self._do(storage, FailJob(lease=job.lease, error="odd"))

        (waiting,) = await self._waiting(storage)
        assert waiting == job.fail("odd", clock.now)
        absent = attrs.evolve(waiting, id=uuid7(EPOCH, 1))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.jobs.put(absent))

    async def test_however_many_ask_and_work_at_once_the_last_change_is_seen(
        self, storage: Storage
    ) -> None:
        def change(work: UnitOfWork) -> None:
            work.record(Said(text="a change"))
            work.enqueue(Tidy())

        async def change_some() -> None:
            for _ in range(5):
                await write(storage, change)

        for _ in range(3):
            async with anyio.create_task_group() as group:
                for _ in range(4):
                    group.start_soon(change_some)
                    group.start_soon(self._work_on, storage)
            assert len(await self._waiting(storage)) <= 1
        while await self._waiting(storage):
            await self._work_on(storage)

        tidied = await texts(storage, wall(1))
        assert tidied[-1] == str(len(await texts(storage, WALL)))
        assert len(tidied) < 60

    async def _work_on(self, storage: Storage) -> None:
        for job in await self._claim(storage, 2):
            await self._do(storage, RunDeferred(lease=job.lease))

    async def test_jobs_are_listed_by_state_and_kind_the_last_due_first(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        ids = list[Id]()
        for deferred in (Paint(), Tidy(), Erase(before=EPOCH), Paint()):
            ids.append(await self._enqueue(storage, deferred))
            clock.now += _MINUTE
        await write(storage, lambda work: work.jobs.put(work.jobs.get(ids[0]).die("odd", work.now)))

        async def listed(wanted: JobFilter) -> list[Id]:
            found, page = list[Id](), PageRequest(limit=1)
            while True:
                some = await read(storage, lambda work: work.jobs.page(page, wanted))  # noqa: B023
                found += [job.id for job in some.items]
                if some.next is None:
                    return found
                page = PageRequest(limit=1, cursor=some.next)

        assert await listed(JobFilter()) == ids[::-1]
        assert await listed(_WAITING) == [ids[3], ids[2], ids[1]]
        assert await listed(JobFilter(state=JobState.DEAD)) == [ids[0]]
        assert await listed(JobFilter(name="wall.paint")) == [ids[3], ids[0]]
        assert await listed(JobFilter(name="wall.paint", state=JobState.DEAD)) == [ids[0]]
        assert await listed(JobFilter(name="wall.pain")) == []
        assert await listed(JobFilter(state=JobState.DONE)) == []

    async def test_a_job_is_dropped_once(self, storage: Storage) -> None:
        job_id = await self._enqueue(storage, Paint())

        assert await write(storage, lambda work: work.jobs.remove(job_id))
        assert not await write(storage, lambda work: work.jobs.remove(job_id))
        assert await self._claim(storage) == []
