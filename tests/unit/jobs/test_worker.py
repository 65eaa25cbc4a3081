"""A worker does each job once, a few at a time, and loses none when it stops or is stopped."""

from datetime import timedelta

import anyio
import attrs
import pytest

from phantom_adapters.jobs import Lane, Periodic
from phantom_core.jobs import (
    ClaimJobs,
    EnsurePeriodic,
    FinishJob,
    RunDeferred,
    periodic_id,
)
from phantom_core.kernel import (
    SYSTEM,
    Forbidden,
    JobState,
    Lease,
    Unavailable,
)
from phantom_core.phantom import Phantom
from tests.unit.jobs.yard import QUICKLY, Curse, Dig, Fill, Gate, Yard, until


async def test_a_task_is_done_by_its_handler_and_finished(yard: Yard) -> None:
    job_id = await yard.leave(Dig(where="garden"))

    await yard.worker().drain()

    assert yard.dug == ["garden"]
    assert await yard.state(job_id) is JobState.DONE


async def test_a_handler_may_finish_its_job_itself(yard: Yard) -> None:
    async def dig(lease: Lease, _task: Dig) -> None:
        await yard.phantom.do(FinishJob(lease=lease), actor=SYSTEM)

    job_id = await yard.leave(Dig())

    await yard.worker(dig).drain()

    assert await yard.state(job_id) is JobState.DONE


async def test_a_stored_command_is_run_with_its_job(yard: Yard) -> None:
    job_id = await yard.leave(Fill())

    await yard.worker().drain()

    assert await yard.state(job_id) is JobState.DONE


async def test_no_more_jobs_are_begun_than_it_has_hands(yard: Yard) -> None:
    gate = Gate()
    for number in range(5):
        await yard.leave(Dig(where=str(number)))

    async with yard.working(yard.worker(gate, lanes=[Lane(hands=2)])):
        await until(lambda: len(gate.running) == 2)
        await anyio.wait_all_tasks_blocked()

        assert len(gate.running) == 2
        gate.opened.set()
        await until(lambda: len(gate.running) == 5)


async def test_a_commit_in_the_same_process_wakes_it(yard: Yard) -> None:
    gate = Gate()

    async with yard.working(yard.worker(gate)):
        await anyio.wait_all_tasks_blocked()
        await yard.leave(Dig())

        await gate.begun.wait()


async def test_jobs_of_other_processes_are_found_by_looking(yard: Yard) -> None:
    gate = Gate()

    async with yard.working(yard.worker(gate, pace=QUICKLY)):
        await anyio.wait_all_tasks_blocked()
        await yard.leave(Dig(), Phantom(yard.storage))

        await gate.begun.wait()


async def test_what_goes_wrong_is_tried_again_after_a_while(yard: Yard) -> None:
    async def break_the_spade(_lease: Lease, _task: Dig) -> None:
        raise OSError("the spade is broken")

    job_id = await yard.leave(Dig())
    await yard.worker(break_the_spade).drain()

    failed = await yard.job(job_id)
    assert (failed.state, failed.error) == (JobState.WAITING, "OSError: the spade is broken")
    assert failed.run_at == yard.clock.now + timedelta(seconds=2)
    await yard.worker().drain()
    assert yard.dug == []
    yard.clock.advance(seconds=2)
    await yard.worker().drain()
    assert yard.dug == ["here"]
    assert await yard.state(job_id) is JobState.DONE


async def test_what_is_refused_is_not_asked_again(yard: Yard) -> None:
    job_id = await yard.leave(Fill(allowed=False))

    await yard.worker().drain()

    assert await yard.state(job_id) is JobState.DEAD


async def test_what_goes_wrong_each_time_is_given_up(yard: Yard) -> None:
    job_id = await yard.leave(Dig())

    for _ in range(5):
        await yard.worker(handlers={}).drain()
        yard.clock.advance(hours=1)

    assert await yard.state(job_id) is JobState.DEAD


async def test_one_failing_job_does_not_keep_others_from_being_done(yard: Yard) -> None:
    await yard.leave(Fill(allowed=False))
    await yard.leave(Dig())

    await yard.worker().drain()

    assert yard.dug == ["here"]


async def test_a_lease_is_kept_alive_while_the_job_is_done(yard: Yard) -> None:
    gate = Gate()
    job_id = await yard.leave(Dig())

    async with yard.working(yard.worker(gate, pace=QUICKLY)):
        await gate.begun.wait()
        leased_until = (await yard.job(job_id)).leased_until
        yard.clock.advance(milliseconds=10)
        yard.phantom.beaten = anyio.Event()
        await yard.phantom.beaten.wait()

        later = (await yard.job(job_id)).leased_until
        assert leased_until is not None
        assert later is not None
        assert later > leased_until


async def test_who_has_lost_a_lease_stops_and_says_nothing(yard: Yard) -> None:
    gate = Gate()
    job_id = await yard.leave(Dig())

    async with yard.working(yard.worker(gate, pace=QUICKLY)):
        await gate.begun.wait()
        yard.clock.advance(hours=1)
        claim = ClaimJobs(owner="another", limit=1, life=timedelta(hours=1))
        (taken,) = (await yard.phantom.do(claim, actor=SYSTEM)).value
        await gate.left.wait()
        await anyio.wait_all_tasks_blocked()

        assert await yard.job(job_id) == taken


async def test_a_worker_that_stops_gives_back_what_it_has_in_hand(yard: Yard) -> None:
    gate = Gate()
    job_id = await yard.leave(Dig())

    async with yard.working(yard.worker(gate)):
        await gate.begun.wait()

    returned = await yard.job(job_id)
    assert (returned.state, returned.attempts) == (JobState.WAITING, 0)
    assert gate.left.is_set()


async def test_a_queue_that_does_not_answer_is_asked_again_and_told_of_once(
    yard: Yard, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    yard.phantom.down = True

    async with yard.working(yard.worker(gate, pace=QUICKLY)):
        await until(lambda: yard.phantom.asked_in_vain >= 20)
        yard.phantom.down = False
        await yard.leave(Dig())

        await gate.begun.wait()
    assert sum("The queue does not answer" in line for line in caplog.messages) == 1


async def test_a_job_whose_end_cannot_be_told_is_left_to_its_lease(yard: Yard) -> None:
    async def lose_the_database(_lease: Lease, _task: Dig) -> None:
        yard.phantom.down = True

    job_id = await yard.leave(Dig())
    worker = yard.worker(lose_the_database, pace=QUICKLY)
    with pytest.raises(Unavailable):
        await worker.drain()
    yard.phantom.down = False

    assert await yard.state(job_id) is JobState.RUNNING
    yard.clock.advance(seconds=1)
    await yard.worker().drain()
    assert yard.dug == ["here"]


HOURLY = Periodic(deferred=Dig(where="pond"), every=timedelta(hours=1))


async def test_what_comes_round_is_done_once_in_a_period_by_all_workers(yard: Yard) -> None:
    workers = [yard.worker(periodic=[HOURLY], pace=QUICKLY) for _ in range(2)]

    async with yard.working(workers[0]), yard.working(workers[1]):
        await until(lambda: yard.dug)
        yard.clock.advance(minutes=59)
        await yard.leave(Dig(where="mark"))
        await until(lambda: "mark" in yard.dug)
        assert yard.dug == ["pond", "mark"]

        yard.clock.advance(minutes=1)
        await until(lambda: len(yard.dug) > 2)
        await anyio.wait_all_tasks_blocked()
        assert yard.dug == ["pond", "mark", "pond"]


async def test_a_command_may_come_round_as_well(yard: Yard) -> None:
    fill = Periodic(deferred=Fill(), every=timedelta(hours=1))

    async with yard.working(yard.worker(periodic=[fill], pace=QUICKLY)):
        await until(lambda: Fill in yard.phantom.told)

    job = await yard.job(periodic_id(Fill()))
    assert (job.state, job.run_at) == (JobState.WAITING, yard.clock.now + timedelta(hours=1))


async def test_what_comes_round_does_so_after_a_failure_too(yard: Yard) -> None:
    async def break_the_spade(_lease: Lease, _task: Dig) -> None:
        raise OSError("the spade is broken")

    await yard.phantom.do(EnsurePeriodic(deferred=HOURLY.deferred), actor=SYSTEM)
    await yard.worker(break_the_spade, periodic=[HOURLY]).drain()

    job = await yard.job(periodic_id(HOURLY.deferred))
    assert (job.state, job.attempts, job.error) == (
        JobState.WAITING,
        0,
        "OSError: the spade is broken",
    )
    assert job.run_at == yard.clock.now + timedelta(hours=1)


async def test_what_comes_round_is_what_was_said_last(yard: Yard) -> None:
    job_id = periodic_id(HOURLY.deferred)
    await yard.phantom.do(EnsurePeriodic(deferred=HOURLY.deferred), actor=SYSTEM)
    before = await yard.job(job_id)
    await yard.phantom.do(EnsurePeriodic(deferred=Dig(where="lake")), actor=SYSTEM)

    assert await yard.job(job_id) == attrs.evolve(before, deferred=Dig(where="lake"))


async def test_what_comes_round_is_never_given_up(yard: Yard) -> None:
    job_id = periodic_id(HOURLY.deferred)
    await yard.phantom.do(EnsurePeriodic(deferred=HOURLY.deferred), actor=SYSTEM)
    for _ in range(8):
        claim = ClaimJobs(owner="killed", limit=1, life=timedelta(seconds=1))
        assert (await yard.phantom.do(claim, actor=SYSTEM)).value
        yard.clock.advance(seconds=2)

    await yard.worker(periodic=[HOURLY]).drain()

    assert (await yard.job(job_id)).attempts == 0
    assert yard.dug == ["pond"]


async def test_what_came_round_and_was_finished_comes_round_again_under_another_lease(
    yard: Yard,
) -> None:
    ensure = EnsurePeriodic(deferred=HOURLY.deferred)
    claim = ClaimJobs(owner="me", limit=1, life=timedelta(hours=1))
    await yard.phantom.do(ensure, actor=SYSTEM)
    (first,) = (await yard.phantom.do(claim, actor=SYSTEM)).value
    await yard.phantom.do(FinishJob(lease=first.lease), actor=SYSTEM)
    await yard.phantom.do(ensure, actor=SYSTEM)
    (second,) = (await yard.phantom.do(claim, actor=SYSTEM)).value

    assert (first.id, first.begun, second.begun) == (second.id, 1, 2)


async def test_a_lane_does_not_wait_for_another(yard: Yard) -> None:
    gate = Gate()
    lanes = [Lane(names={"test.dig"}), Lane(names={"Fill"})]
    for number in range(3):
        await yard.leave(Dig(where=str(number)))
    quick = await yard.leave(Fill())

    async with yard.working(yard.worker(gate, lanes=lanes)):
        await until(lambda: RunDeferred in yard.phantom.told)

        assert await yard.state(quick) is JobState.DONE
        await gate.begun.wait()
        assert len(gate.running) == 1


async def test_a_queue_that_cannot_be_read_does_not_end_the_worker(yard: Yard) -> None:
    gate = Gate()
    yard.phantom.broken = True

    async with yard.working(yard.worker(gate, pace=QUICKLY, periodic=[HOURLY])):
        await anyio.wait_all_tasks_blocked()
        yard.phantom.broken = False
        await yard.leave(Dig())

        await gate.begun.wait()


async def test_a_last_word_that_goes_wrong_keeps_nothing_else_from_being_done(
    yard: Yard,
) -> None:
    job_id = await yard.leave(Curse())

    async def refuse(_lease: Lease, _task: Curse) -> None:
        raise Forbidden("Not here.")

    handlers = {Curse: refuse, Dig: yard.dig}
    await yard.leave(Dig())
    await yard.worker(handlers=handlers).drain()

    dead = await yard.job(job_id)
    assert dead.state is JobState.DEAD
    assert "speechless" in dead.error
    assert yard.dug == ["here"]


def test_each_kind_of_periodic_work_has_one_job_of_its_own() -> None:
    assert periodic_id(Dig(where="here")) == periodic_id(Dig(where="there"))
    assert periodic_id(Dig()) != periodic_id(Fill())
