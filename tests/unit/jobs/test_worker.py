"""A worker does each job once, a few at a time, and loses none when it stops or is stopped."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, ClassVar

import anyio
import attrs
import pytest

from phantom_adapters.jobs import Handler, Lane, Pace, Periodic, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.jobs import (
    BeatJob,
    ClaimJobs,
    EnsurePeriodic,
    FinishJob,
    GetJob,
    RunDeferred,
    periodic_id,
)
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Command,
    Deferred,
    Forbidden,
    Id,
    Job,
    JobState,
    Lease,
    Outcome,
    Task,
    Unavailable,
    Work,
)
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

QUICKLY = Pace(lease=timedelta(milliseconds=30), poll=timedelta(milliseconds=5))
PATIENTLY = Pace(lease=timedelta(hours=1), poll=timedelta(hours=1))


@attrs.frozen(kw_only=True)
class Dig(Task):
    """Something slow."""

    name: ClassVar[str] = "test.dig"
    where: str = "here"


@attrs.frozen(kw_only=True)
class Curse(Task):
    """Something whose last word goes wrong."""

    name: ClassVar[str] = "test.curse"

    def given_up(self, reason: str) -> Command[Any]:
        message = f"speechless: {reason}"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class Fill(Command[None]):
    """Something quick, that may be refused."""

    access = Access.SYSTEM
    allowed: bool = True

    def run(self, work: Work) -> None:  # noqa: ARG002
        if not self.allowed:
            raise Forbidden("No filling here.")


@attrs.frozen(kw_only=True)
class Leave(Command[Id]):
    """Leaves work to others."""

    access = Access.SYSTEM
    deferred: Deferred

    def run(self, work: Work) -> Id:
        return work.enqueue(self.deferred)


class Told(Phantom):
    """A Phantom that remembers which commands it was told, and fails when it is down."""

    def __init__(self, storage: MemoryStorage) -> None:
        super().__init__(storage)
        self.told: list[type] = []
        self.beaten = anyio.Event()
        self.down = False
        self.broken = False

    async def do(self, command: Command[Any], **kwargs: Any) -> Outcome[Any]:
        if self.down:
            raise Unavailable("The database rests.")
        if self.broken:
            raise KeyError("a name that nobody knows")
        outcome = await super().do(command, **kwargs)
        self.told.append(type(command))
        if isinstance(command, BeatJob):
            self.beaten.set()
        return outcome

    async def ask(self, query: Any, **kwargs: Any) -> Any:
        if self.down:
            raise Unavailable("The database rests.")
        if self.broken:
            raise KeyError("a name that nobody knows")
        return await super().ask(query, **kwargs)


class Yard:
    """A queue, and the means to watch it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        registry = Registry.of(tasks=[Curse, Dig], commands=[Fill])
        self.storage = MemoryStorage(clock=self.clock, registry=registry)
        self.phantom = Told(self.storage)
        self.dug: list[str] = []

    async def leave(self, deferred: Deferred, phantom: Phantom | None = None) -> Id:
        return (await (phantom or self.phantom).do(Leave(deferred=deferred), actor=SYSTEM)).value

    async def job(self, job_id: Id) -> Job:
        found: Job = await self.phantom.ask(GetJob(job_id=job_id), actor=SYSTEM)
        return found

    async def state(self, job_id: Id) -> JobState:
        return (await self.job(job_id)).state

    async def dig(self, _lease: Lease, task: Dig) -> None:
        self.dug.append(task.where)

    def worker(self, dig: Handler | None = None, **kwargs: Any) -> Worker:
        handlers = kwargs.pop("handlers", {Dig: dig or self.dig})
        given = {"owner": "test", "pace": PATIENTLY, **kwargs}
        return Worker(self.phantom, handlers, **given)

    @asynccontextmanager
    async def working(self, worker: Worker) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(worker.run)
            yield
            group.cancel_scope.cancel()


@pytest.fixture
def yard() -> Yard:
    return Yard()


class Gate:
    """A handler that tells when it has begun, and goes on when it is opened."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.begun = anyio.Event()
        self.opened = anyio.Event()
        self.left = anyio.Event()

    async def __call__(self, _lease: Lease, task: Dig) -> None:
        self.running.append(task.where)
        self.begun.set()
        try:
            await self.opened.wait()
        finally:
            self.left.set()


async def until(condition: Callable[[], Any]) -> None:
    """Let others go on until something holds."""
    while not condition():
        await anyio.wait_all_tasks_blocked()
        await anyio.lowlevel.checkpoint()


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


async def test_a_queue_that_does_not_answer_is_asked_again(yard: Yard) -> None:
    gate = Gate()
    yard.phantom.down = True

    async with yard.working(yard.worker(gate, pace=QUICKLY)):
        await anyio.wait_all_tasks_blocked()
        yard.phantom.down = False
        await yard.leave(Dig())

        await gate.begun.wait()


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
        assert gate.running == ["0"]


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
