"""Jobs: leased, kept alive, taken over, given up, and never done twice."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.jobs import (
    BeatJob,
    ClaimJobs,
    EnsurePeriodic,
    FailJob,
    FinishJob,
    GetJob,
    NextJobIn,
    ReleaseJob,
    RepeatJob,
    RunDeferred,
)
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Command,
    Deferred,
    Id,
    Job,
    JobState,
    LeaseLost,
    Task,
    Work,
)
from phantom_core.kernel.jobs import MAX_ATTEMPTS
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

pytestmark = pytest.mark.anyio

LIFE = timedelta(seconds=30)
mourned: list[str] = []


@attrs.frozen(kw_only=True)
class Mourn(Command[None]):
    access = Access.SYSTEM
    reason: str

    def run(self, work: Work) -> None:  # noqa: ARG002
        mourned.append(self.reason)


@attrs.frozen(kw_only=True)
class Bake(Task):
    name = "bake"

    def given_up(self, reason: str) -> Command[Any]:
        return Mourn(reason=reason)


@attrs.frozen(kw_only=True)
class Later(Command[Id]):
    access = Access.SYSTEM
    deferred: Deferred
    delay: timedelta = timedelta(0)

    def run(self, work: Work) -> Id:
        return work.enqueue(self.deferred, run_at=work.now + self.delay)


class Shop:
    """A queue, a clock, and shorthand."""

    def __init__(self) -> None:
        mourned.clear()
        self.clock = ManualClock()
        registry = Registry.of(tasks=[Bake], commands=[Mourn])
        self.phantom = Phantom(MemoryStorage(clock=self.clock, registry=registry), reactions={})

    async def do(self, command: Command[Any]) -> Any:
        return (await self.phantom.do(command, actor=SYSTEM)).value

    async def claim(self, limit: int = 1) -> list[Job]:
        return [*await self.do(ClaimJobs(owner="w", limit=limit, life=LIFE))]

    async def last_word(self) -> None:
        """Run the stored command that says that a job was given up."""
        [job] = await self.claim()
        assert isinstance(job.deferred, Mourn)
        await self.do(RunDeferred(lease=job.lease))

    async def job(self, job_id: Id) -> Job:
        return await self.phantom.ask(GetJob(job_id=job_id), actor=SYSTEM)


async def test_a_job_is_leased_to_one_worker_at_a_time() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))

    assert len(await shop.claim()) == 1
    assert await shop.claim() == []


async def test_jobs_wait_for_their_time_oldest_first() -> None:
    shop = Shop()
    later = await shop.do(Later(deferred=Bake(), delay=timedelta(seconds=5)))
    sooner = await shop.do(Later(deferred=Bake(), delay=timedelta(seconds=2)))

    assert await shop.claim() == []
    assert await shop.phantom.ask(NextJobIn(), actor=SYSTEM) == timedelta(seconds=2)
    shop.clock.advance(seconds=5)
    assert [job.id for job in await shop.claim(limit=5)] == [sooner, later]


async def test_a_lease_that_runs_out_passes_the_job_on_and_is_void() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [first] = await shop.claim()
    shop.clock.advance(seconds=30)
    [second] = await shop.claim()

    with pytest.raises(LeaseLost):
        await shop.do(FinishJob(lease=first.lease))
    await shop.do(FinishJob(lease=second.lease))
    assert (await shop.job(first.id)).state is JobState.DONE


async def test_a_beat_keeps_the_lease() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [job] = await shop.claim()
    shop.clock.advance(seconds=20)
    await shop.do(BeatJob(lease=job.lease, life=LIFE))
    shop.clock.advance(seconds=20)

    assert await shop.claim() == []


async def test_failures_wait_longer_each_time_and_the_last_is_told() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    failures: list[Job] = []
    waits = []
    for _ in range(MAX_ATTEMPTS):
        [job] = await shop.claim()
        failures.append(await shop.do(FailJob(lease=job.lease, error="burnt")))
        waits.append((failures[-1].run_at - shop.clock.now).total_seconds())
        shop.clock.advance(hours=1)

    await shop.last_word()

    assert waits[:-1] == [2, 4, 8, 16]
    assert failures[-1].state is JobState.DEAD
    assert mourned == ["burnt"]


@pytest.mark.parametrize(
    ("away", "waits"),
    [
        (1, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]),
        (60, [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600]),
    ],
)
async def test_what_is_outside_may_be_away_for_hours(away: int, waits: list[int]) -> None:
    shop = Shop()
    job_id = await shop.do(Later(deferred=Bake()))
    waited = []
    while [*(jobs := await shop.claim())]:
        fail = FailJob(lease=jobs[0].lease, error="no oven", outage=timedelta(seconds=away))
        waited.append(((await shop.do(fail)).run_at - shop.clock.now).total_seconds())
        shop.clock.advance(seconds=3600)
        if (await shop.job(job_id)).state is JobState.DEAD:
            break

    assert waited[:-1] == waits
    await shop.last_word()
    assert mourned == ["no oven"]


async def test_an_outage_does_not_count_against_a_job() -> None:
    shop = Shop()
    job_id = await shop.do(Later(deferred=Bake()))
    outages = [timedelta(seconds=1)] * MAX_ATTEMPTS
    for outage in (*outages, *[None] * (MAX_ATTEMPTS - 1)):
        [job] = await shop.claim()
        await shop.do(FailJob(lease=job.lease, error="no oven", outage=outage))
        shop.clock.advance(hours=1)

    assert (await shop.job(job_id)).state is JobState.WAITING


async def test_what_comes_round_outlives_every_failure() -> None:
    shop = Shop()
    await shop.do(EnsurePeriodic(deferred=Bake()))
    for final in (False, True) * MAX_ATTEMPTS:
        [job] = await shop.claim()
        failed = await shop.do(FailJob(lease=job.lease, error="burnt", final=final))
        assert failed.state is JobState.WAITING
        shop.clock.advance(hours=1)


async def test_a_failure_can_be_final_at_once() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [job] = await shop.claim()
    dead = await shop.do(FailJob(lease=job.lease, error="no flour", final=True))
    await shop.last_word()

    assert dead.state is JobState.DEAD
    assert mourned == ["no flour"]


async def test_a_job_that_kills_its_workers_is_given_up() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    for _ in range(MAX_ATTEMPTS):
        assert await shop.claim()
        shop.clock.advance(seconds=30)

    assert await shop.claim() == []
    await shop.last_word()
    assert len(mourned) == 1


async def test_a_released_job_is_free_at_once_and_lost_no_attempt() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [job] = await shop.claim()
    await shop.do(ReleaseJob(lease=job.lease))
    [again] = await shop.claim()

    assert again.attempts == 1


async def test_a_lease_is_void_once_its_job_was_released_and_claimed_again() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [first] = await shop.claim()
    await shop.do(ReleaseJob(lease=first.lease))
    [second] = await shop.claim()

    with pytest.raises(LeaseLost):
        await shop.do(FinishJob(lease=first.lease))
    await shop.do(FinishJob(lease=second.lease))


async def test_a_lease_is_void_once_its_job_has_come_round_again() -> None:
    shop = Shop()
    await shop.do(EnsurePeriodic(deferred=Bake()))
    [first] = await shop.claim()
    await shop.do(RepeatJob(lease=first.lease, after=LIFE))
    shop.clock.advance(seconds=30)
    [second] = await shop.claim()

    with pytest.raises(LeaseLost):
        await shop.do(RepeatJob(lease=first.lease, after=LIFE))
    await shop.do(RepeatJob(lease=second.lease, after=LIFE))


async def test_a_task_is_not_done_by_running_its_job() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Bake()))
    [job] = await shop.claim()

    with pytest.raises(TypeError, match="the task bake is not done by a command"):
        await shop.do(RunDeferred(lease=job.lease))
    assert (await shop.job(job.id)).state is JobState.RUNNING


async def test_a_stored_command_has_its_effect_and_its_end_in_one_transaction() -> None:
    shop = Shop()
    await shop.do(Later(deferred=Mourn(reason="stored")))
    [job] = await shop.claim()
    await shop.do(RunDeferred(lease=job.lease))

    with pytest.raises(LeaseLost):
        await shop.do(RunDeferred(lease=job.lease))
    assert mourned == ["stored"]
