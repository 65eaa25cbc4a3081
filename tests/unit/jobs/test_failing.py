"""What a worker does about what goes wrong, and about what is not its own."""

import logging
from datetime import timedelta

import pytest

from phantom_core.jobs import EnsurePeriodic, periodic_id
from phantom_core.kernel import SYSTEM, JobState, Lease, RateLimited, Unavailable
from tests.unit.jobs.yard import PATIENTLY, Dig, Fill, Yard


@pytest.mark.parametrize(
    "away", [Unavailable("The spade is lent.", retry_after=60), RateLimited(60)]
)
async def test_a_job_waits_as_long_as_what_it_needs_asks_for(yard: Yard, away: Exception) -> None:
    async def lend_the_spade(_lease: Lease, _task: Dig) -> None:
        raise away

    job_id = await yard.leave(Dig())
    await yard.worker(lend_the_spade).drain()

    assert (await yard.job(job_id)).run_at == yard.clock.now + timedelta(seconds=60)


async def test_an_error_of_any_letters_is_told_in_letters_that_any_database_takes(
    yard: Yard, caplog: pytest.LogCaptureFixture
) -> None:
    # What is logged stands in the test's report, which goes to other processes as UTF-8.
    caplog.set_level(logging.CRITICAL, "phantom_adapters.jobs.worker")

    async def mumble(_lease: Lease, _task: Dig) -> None:
        raise OSError("none: \0, half: \udcff, snow: ☃")

    job_id = await yard.leave(Dig())
    await yard.worker(mumble).drain()

    assert (await yard.job(job_id)).error == r"OSError: none: \0, half: \udcff, snow: ☃"


@pytest.mark.parametrize("work", [Dig(), Fill()])
async def test_what_comes_round_for_workers_of_another_version_is_left_to_them(
    yard: Yard, work: Dig | Fill
) -> None:
    await yard.phantom.do(EnsurePeriodic(deferred=work), actor=SYSTEM)
    await yard.worker().drain()

    job = await yard.job(periodic_id(work))
    assert (job.state, job.run_at) == (JobState.WAITING, yard.clock.now + PATIENTLY.lease)
    assert yard.dug == []
