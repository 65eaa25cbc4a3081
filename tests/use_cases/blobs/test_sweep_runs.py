"""A sweep that was asked for comes to an end, whatever happens to its worker."""

from datetime import timedelta

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs.sweep_run import SweepRun
from phantom_core.blobs.sweep_running import run_sweep
from phantom_core.blobs.sweep_use_cases import AskForSweep, GetSweep, RunSweep
from phantom_core.jobs import ClaimJobs, FailJob, GetJob, RunDeferred
from phantom_core.kernel import SYSTEM, Id, Job, JobState, LeaseLost, UserId, person
from tests.use_cases.blobs.tampering import House

ROOT = person(UserId(Id("0" * 26)), is_admin=True)


@pytest.fixture
def house() -> House:
    clock = ManualClock()
    return House(clock, MemoryStorage(clock=clock), MemoryBlobStore(clock=clock))


async def asked(house: House) -> SweepRun:
    return (await house.sweeper.phantom.do(AskForSweep(), actor=ROOT)).value


async def claimed(house: House) -> Job:
    claim = ClaimJobs(owner="worker", limit=1, life=timedelta(minutes=1))
    (job,) = (await house.sweeper.phantom.do(claim, actor=SYSTEM)).value
    return job


async def seen(house: House, run: SweepRun) -> SweepRun:
    return await house.sweeper.phantom.ask(GetSweep(run_id=run.id), actor=ROOT)


async def test_what_came_of_it_is_kept_with_the_end_of_its_job(house: House) -> None:
    run, job = await asked(house), await claimed(house)

    await run_sweep(house.sweeper, job.lease, RunSweep(run_id=run.id))

    ended = await seen(house, run)
    assert ended.outcome is not None
    assert (ended.outcome.dry_run, ended.ended_at) == (True, house.clock.now)
    done = await house.sweeper.phantom.ask(GetJob(job_id=job.id), actor=SYSTEM)
    assert done.state is JobState.DONE


async def test_a_worker_that_was_only_believed_dead_says_nothing(house: House) -> None:
    run, job = await asked(house), await claimed(house)
    house.clock.advance(minutes=2)
    await claimed(house)

    with pytest.raises(LeaseLost):
        await run_sweep(house.sweeper, job.lease, RunSweep(run_id=run.id))

    assert (await seen(house, run)).ended_at is None


async def test_one_that_fails_for_good_is_told_so(house: House) -> None:
    run, job = await asked(house), await claimed(house)
    phantom = house.sweeper.phantom
    fail = FailJob(lease=job.lease, error="the disk is gone", final=True)

    await phantom.do(fail, actor=SYSTEM)
    last_word = await claimed(house)
    await phantom.do(RunDeferred(lease=last_word.lease), actor=SYSTEM)

    ended = await seen(house, run)
    assert (ended.ended_at, ended.outcome) == (house.clock.now, None)
    assert ended.refusal is not None
    assert "broke off" in ended.refusal
