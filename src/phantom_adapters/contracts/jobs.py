"""What every store of jobs promises."""

from collections.abc import Sequence
from datetime import timedelta

import anyio
import attrs
import pytest

from phantom_adapters.contracts.kernel_examples import (
    EXAMPLES,
    Erase,
    Paint,
    Stroke,
    invocation,
    read,
    texts,
    write,
)
from phantom_adapters.memory import ManualClock
from phantom_core.jobs import ClaimJobs, FinishJob, RunDeferred, TallyJobs, periodic_id
from phantom_core.kernel import (
    EPOCH,
    SYSTEM,
    Conflict,
    Deferred,
    Id,
    Job,
    JobState,
    LeaseLost,
    NotFound,
    Storage,
    Task,
    UnitOfWork,
    Unreadable,
    uuid7,
)
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

__all__ = ["JobsContract"]

_MINUTE = timedelta(minutes=1)


@attrs.frozen(kw_only=True)
class _Unlisted(Task):
    name = "wall.unlisted"


@attrs.frozen(kw_only=True)
class _NewPaint(Task):
    name = "wall.paint"
    job_version = 2


class JobsContract:
    """Bind it with a fixture `storage`: an empty one, made with this suite's clock and registry."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The time of the storage under test."""
        return ManualClock()

    @pytest.fixture
    def registry(self) -> Registry:
        """What the storage under test may store."""
        return EXAMPLES

    async def _due(self, storage: Storage, limit: int = 100) -> list[Job]:
        return await write(storage, lambda work: list(work.jobs.due(work.now, limit)))

    async def _enqueue(self, storage: Storage, deferred: Deferred) -> Id:
        return await write(storage, lambda work: work.enqueue(deferred))

    @pytest.mark.parametrize(
        ("settled", "other"), [(JobState.DONE, JobState.DEAD), (JobState.DEAD, JobState.DONE)]
    )
    async def test_jobs_settled_long_ago_are_forgotten_and_no_others(
        self, storage: Storage, clock: ManualClock, settled: JobState, other: JobState
    ) -> None:
        def stored(number: int, state: JobState) -> Job:
            return Job(
                id=uuid7(clock.now, number),
                deferred=Erase(before=EPOCH),
                run_at=clock.now,
                created_at=clock.now,
                state=state,
            )

        old = [stored(number, settled) for number in range(5)]
        otherwise, later = stored(5, other), clock.now + _MINUTE
        young = attrs.evolve(stored(6, settled), run_at=later)

        def store(work: UnitOfWork) -> None:
            for job in (*old, otherwise, young):
                work.jobs.add(job)

        await write(storage, store)

        async def forget() -> int:
            return await write(storage, lambda work: work.jobs.forget(settled, later, 3))

        assert [await forget() for _ in range(3)] == [3, 2, 0]
        kept = [otherwise, young]
        left = await read(storage, lambda work: [work.jobs.get(each.id) for each in kept])
        assert left == kept

    @pytest.mark.parametrize(
        "deferred", [Paint(strokes=(Stroke(x=1.0),)), Erase(before=EPOCH + _MINUTE)]
    )
    async def test_a_job_is_read_back_as_it_was_stored(
        self, storage: Storage, clock: ManualClock, deferred: Deferred
    ) -> None:
        job = Job(
            id=uuid7(clock.now, 1),
            deferred=deferred,
            run_at=clock.now + _MINUTE,
            created_at=clock.now,
            state=JobState.RUNNING,
            attempts=3,
            begun=4,
            leased_until=clock.now,
            owner="someone ☃",
            error="nearly",
            failed_at=clock.now,
            forgiven=2,
            slot="of its own",
        )
        await write(storage, lambda work: work.jobs.add(job))

        assert await read(storage, lambda work: work.jobs.get(job.id)) == job

    async def test_a_job_is_added_once(self, storage: Storage) -> None:
        job_id = await self._enqueue(storage, Paint())

        def add_again(work: UnitOfWork) -> None:
            work.jobs.add(work.jobs.get(job_id))

        with pytest.raises(Conflict, match=f"There is a job {job_id} already"):
            await write(storage, add_again)

    async def test_what_is_not_there_is_not_found(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        absent = Job(id=uuid7(EPOCH, 1), deferred=Paint(), run_at=clock.now, created_at=clock.now)

        with pytest.raises(NotFound, match=f"There is no job {absent.id}"):
            await read(storage, lambda work: work.jobs.get(absent.id))
        with pytest.raises(NotFound, match=f"There is no job {absent.id}"):
            await write(storage, lambda work: work.jobs.put(absent))

    async def test_work_that_no_registry_lists_is_refused(self, storage: Storage) -> None:
        with pytest.raises(TypeError, match="not listed in the registry"):
            await self._enqueue(storage, _Unlisted())

    async def test_jobs_are_due_when_their_time_has_come_oldest_first(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        def enqueue(work: UnitOfWork) -> list[Id]:
            later = work.enqueue(Paint(), run_at=work.now + _MINUTE)
            twins = [work.enqueue(Paint()), work.enqueue(Paint())]
            return [*twins, later, work.enqueue(Paint(), run_at=work.now + 2 * _MINUTE)]

        in_order = await write(storage, enqueue)

        assert [job.id for job in await self._due(storage)] == in_order[:2]
        clock.now += _MINUTE
        assert [job.id for job in await self._due(storage)] == in_order[:3]
        assert [job.id for job in await self._due(storage, limit=1)] == in_order[:1]
        assert await self._due(storage, limit=0) == []

    async def test_a_running_job_is_due_when_its_lease_has_run_out_and_a_settled_one_never(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        ids = [await self._enqueue(storage, Paint()) for _ in range(4)]

        def begin(work: UnitOfWork) -> None:
            running, done, dead = [
                work.jobs.get(job_id).begin("me", work.now + _MINUTE) for job_id in ids[:3]
            ]
            for job in (running, done.finish(), dead.die("hopeless", work.now)):
                work.jobs.put(job)

        await write(storage, begin)

        assert [job.id for job in await self._due(storage)] == [ids[3]]
        clock.now += _MINUTE
        assert [job.id for job in await self._due(storage)] == [ids[0], ids[3]]

    async def test_the_next_job_is_known(self, storage: Storage, clock: ManualClock) -> None:
        assert await read(storage, lambda work: work.jobs.next_at()) is None

        soon = clock.now + _MINUTE
        await write(storage, lambda work: work.enqueue(Paint(), run_at=soon + _MINUTE))
        job_id = await write(storage, lambda work: work.enqueue(Paint(), run_at=soon))

        assert await read(storage, lambda work: work.jobs.next_at()) == soon
        await write(
            storage,
            lambda work: work.jobs.put(work.jobs.get(job_id).begin("me", soon + 3 * _MINUTE)),
        )
        assert await read(storage, lambda work: work.jobs.next_at()) == soon + _MINUTE

    async def test_jobs_are_told_apart_by_name(self, storage: Storage, clock: ManualClock) -> None:
        paint = await self._enqueue(storage, Paint())
        clock.now += _MINUTE
        erase = await self._enqueue(storage, Erase(before=EPOCH))

        async def due(*names: str) -> list[Id]:
            found = await write(storage, lambda work: work.jobs.due(work.now, 9, names))
            return [job.id for job in found]

        assert await due("wall.paint") == [paint]
        assert await due("Erase") == [erase]
        assert await due("wall.paint", "Erase", "wall.unlisted") == [paint, erase]
        assert await due() == []
        assert await read(storage, lambda work: work.jobs.next_at({"Erase"})) == clock.now
        assert await read(storage, lambda work: work.jobs.next_at({"wall.unlisted"})) is None

    async def test_jobs_of_a_newer_version_wait_for_its_workers(
        self, storage: Storage, registry: Registry
    ) -> None:
        await self._enqueue(storage, Paint())
        erase = await self._enqueue(storage, Erase(before=EPOCH))
        known = registry.tasks.pop("wall.paint")  # type: ignore[attr-defined]
        try:
            due = await self._due(storage)
            claim = ClaimJobs(owner="old", limit=9, life=_MINUTE)
            claimed = (await Phantom(storage, reactions={}).do(claim, actor=SYSTEM)).value
            next_at = await read(storage, lambda work: work.jobs.next_at({"wall.paint"}))
        finally:
            registry.tasks["wall.paint"] = known  # type: ignore[index]

        assert [job.id for job in due] == [job.id for job in claimed] == [erase]
        assert next_at is None

    async def test_jobs_in_a_newer_version_wait_for_its_workers_and_older_ones_do_not(
        self, storage: Storage, registry: Registry
    ) -> None:
        await self._enqueue(storage, Paint())
        old = registry.tasks["wall.paint"]
        registry.tasks["wall.paint"] = _NewPaint  # type: ignore[index]
        try:
            new = await self._enqueue(storage, _NewPaint())
            both = await self._due(storage)
        finally:
            registry.tasks["wall.paint"] = old  # type: ignore[index]
        next_at = await read(storage, lambda work: work.jobs.next_at())
        due = await self._due(storage)

        assert [job.id for job in both] == [due[0].id, new]
        assert [job.version for job in due] == [1]
        assert next_at == due[0].due_at

    async def test_a_job_that_cannot_be_read_is_given_up_and_stops_no_other(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        stored = {"task": "wall.paint", "version": 1, "fields": {"strokes": 3}}
        unreadable = Unreadable(
            name="wall.paint", job_version=1, stored=stored, reason="Its fields make no sense."
        )
        damaged = Job(
            id=uuid7(EPOCH, 1), deferred=unreadable, run_at=clock.now, created_at=clock.now
        )
        await write(storage, lambda work: work.jobs.add(damaged))
        sound = await self._enqueue(storage, Paint())
        claim = ClaimJobs(owner="me", limit=9, life=_MINUTE, names={"wall.paint"})
        claimed = (await Phantom(storage, reactions={}).do(claim, actor=SYSTEM)).value
        dead = await read(storage, lambda work: work.jobs.get(damaged.id))

        assert [job.id for job in claimed] == [sound]
        assert isinstance(dead.deferred, Unreadable)
        assert (dead.state, dead.error) == (JobState.DEAD, dead.deferred.reason)
        assert dead.deferred.stored == stored

    async def test_what_comes_round_and_cannot_be_read_comes_round_again(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        stored = {"task": "wall.paint", "version": 1, "fields": {"strokes": 3}}
        unreadable = Unreadable(name="wall.paint", job_version=1, stored=stored, reason="Odd.")
        job_id, now = periodic_id(unreadable), clock.now
        damaged = Job(id=job_id, deferred=unreadable, run_at=now, created_at=now)
        await write(storage, lambda work: work.jobs.add(damaged))
        claim = ClaimJobs(owner="me", limit=9, life=_MINUTE)
        claimed = (await Phantom(storage, reactions={}).do(claim, actor=SYSTEM)).value
        kept = await read(storage, lambda work: work.jobs.get(job_id))

        assert [*claimed] == []
        assert isinstance(kept.deferred, Unreadable)
        assert (kept.state, kept.error) == (JobState.WAITING, kept.deferred.reason)
        assert kept.run_at >= now + _MINUTE

    async def test_many_workers_claim_each_job_once(self, storage: Storage) -> None:
        ids = [await self._enqueue(storage, Paint()) for _ in range(30)]
        phantom, claimed = Phantom(storage, reactions={}), list[Id]()

        async def work_on(name: str) -> None:
            while jobs := await claim(name):
                claimed.extend(job.id for job in jobs)

        async def claim(name: str) -> Sequence[Job]:
            command = ClaimJobs(owner=name, limit=3, life=_MINUTE)
            return (await phantom.do(command, actor=SYSTEM)).value

        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(work_on, f"worker {number}")
        claimed += [job.id for job in await claim("the last")]

        assert sorted(claimed) == sorted(ids)

    async def test_a_worker_that_was_believed_dead_cannot_finish(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        await self._enqueue(storage, Erase(before=EPOCH))
        phantom = Phantom(storage, reactions={})
        claim = ClaimJobs(owner="me", limit=1, life=_MINUTE)
        (slow,) = (await phantom.do(claim, actor=SYSTEM)).value
        clock.now += _MINUTE
        (fast,) = (await phantom.do(claim, actor=SYSTEM)).value
        await phantom.do(RunDeferred(lease=fast.lease), actor=SYSTEM)

        with pytest.raises(LeaseLost):
            await phantom.do(RunDeferred(lease=slow.lease), actor=SYSTEM)
        with pytest.raises(LeaseLost):
            await phantom.do(FinishJob(lease=slow.lease), actor=SYSTEM)

        assert await texts(storage) == ["erased"]

    async def test_jobs_are_counted_by_name_and_state_until_they_are_done(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        began = clock.now
        await self._enqueue(storage, Erase(before=EPOCH))
        clock.now += _MINUTE
        await self._enqueue(storage, Erase(before=EPOCH))
        await self._enqueue(storage, Paint())
        phantom = Phantom(storage, reactions={})
        claim = ClaimJobs(owner="me", limit=2, life=_MINUTE)
        first, second = (await phantom.do(claim, actor=SYSTEM)).value
        await phantom.do(RunDeferred(lease=first.lease), actor=SYSTEM)
        dead = second.die("It is of no use.", clock.now)
        await write(storage, lambda work: work.jobs.put(dead))
        tally = await read(storage, lambda work: work.jobs.tally())
        lines = await phantom.ask(TallyJobs(), actor=SYSTEM)

        assert [(each.state, each.count) for each in tally] == [
            (JobState.DEAD, 1),
            (JobState.WAITING, 1),
        ]
        assert {each.oldest - began for each in tally} == {_MINUTE}
        assert [(line.name, line.state, line.count) for line in lines] == [
            (each.name, each.state, each.count) for each in tally
        ]
        assert {line.late for line in lines} == {timedelta()}

    async def test_a_job_and_what_caused_it_come_together(self, storage: Storage) -> None:
        committed = await storage.write(invocation(), lambda work: work.enqueue(Paint()))

        (job,) = await self._due(storage)
        assert (committed.jobs, committed.value) == (1, job.id)
