"""A worker: it leases stored jobs and does them, a few at a time.

Any number of workers, in any number of processes, share one queue. A worker that is killed loses
nothing: its leases run out, and others take its jobs over.
"""

import logging
import math
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import anyio
import attrs

from phantom_core.jobs import (
    BeatJob,
    ClaimJobs,
    EnsurePeriodic,
    FailJob,
    FinishJob,
    NextJobIn,
    ReleaseJob,
    RepeatJob,
    RunDeferred,
    is_periodic,
    periodic_id,
)
from phantom_core.kernel import (
    SYSTEM,
    Command,
    Committed,
    Conflict,
    Deferred,
    Job,
    Lease,
    LeaseLost,
    NotFound,
    PhantomError,
    RateLimited,
    Task,
    Unavailable,
)
from phantom_core.phantom import Phantom

__all__ = ["Handler", "Lane", "Pace", "Periodic", "Worker"]

Handler = Callable[[Lease, Any], Awaitable[None]]
"""Does a task, under a lease. It may finish the job itself, with its effect in one transaction.

It may be called again for a job whose worker was killed, and is cancelled when the lease is lost
or the worker stops.
"""

_log: Final = logging.getLogger(__name__)
_SHORTEST_WAIT: Final = 0.02
_FAREWELL: Final = 5.0
_LONGEST_ERROR: Final = 1000


@attrs.frozen(kw_only=True)
class Periodic:
    """Work that comes round again.

    Attributes:
        deferred: what is done; one kind of work is listed once.
        every: how long after it was done it is due again.
    """

    deferred: Deferred
    every: timedelta


@attrs.frozen(kw_only=True)
class Lane:
    """Jobs that wait for each other, and for no job of another lane.

    Attributes:
        names: of which names they are; of all that can be done, if not given.
        hands: how many of them are done at a time.
    """

    names: Collection[str] | None = None
    hands: int = 1


@attrs.define(eq=False)
class _Lane:
    """A lane at work: how many hands are busy, and what wakes the others."""

    names: Collection[str] | None
    hands: int
    busy: int = 0
    wake: anyio.Event = attrs.field(factory=anyio.Event)


@attrs.frozen(kw_only=True)
class Pace:
    """How a worker works.

    Attributes:
        lease: how long a job stays with a worker that says nothing; it says something three
            times as often.
        poll: how often it looks for jobs of other processes.
    """

    lease: timedelta = timedelta(seconds=30)
    poll: timedelta = timedelta(seconds=1)


class Worker:
    """Does jobs until it is cancelled; what it has in hand then, it gives back."""

    def __init__(
        self,
        phantom: Phantom,
        handlers: Mapping[type[Task], Handler],
        *,
        owner: str,
        periodic: Sequence[Periodic] = (),
        lanes: Sequence[Lane] = (Lane(),),
        pace: Pace = Pace(),
    ) -> None:
        """Make ready.

        Args:
            phantom: where the jobs are; its commits wake the worker.
            handlers: what does each kind of task.
            owner: the worker's name, for people to read.
            periodic: what comes round.
            lanes: what does not wait for what, and how many jobs are done at a time.
            pace: how often it looks, and speaks.
        """
        self._phantom = phantom
        self._handlers = dict(handlers)
        self._owner = owner
        self._periodic = {periodic_id(each.deferred): each for each in periodic}
        self._pace = pace
        self._lanes = [_Lane(lane.names, lane.hands) for lane in lanes]
        self._is_answered = True
        phantom.observe(self._notice)

    async def run(self) -> None:
        """Work until cancelled."""
        async with anyio.create_task_group() as hands:
            for lane in self._lanes:
                hands.start_soon(self._work_in, lane, hands.start_soon)
            await self._announce()

    async def drain(self) -> None:
        """Do whatever is due now, and what is due at once because of that; then stop."""
        while any([not await self._idle_for(lane) for lane in self._lanes]):
            async with anyio.create_task_group() as hands:
                for lane in self._lanes:
                    for job in await self._claim(lane, lane.hands):
                        hands.start_soon(self._do, job)

    def _notice(self, committed: Committed) -> None:
        if committed.jobs:
            for lane in self._lanes:
                lane.wake.set()

    async def _announce(self) -> None:
        """Have the periodic work come round, sooner or later."""
        while True:
            try:
                return await self._ensure_periodic()
            except Exception as error:  # noqa: BLE001 - it is said again
                _log.warning("Periodic work could not be announced: %s", error, exc_info=error)
                await anyio.sleep(self._pace.poll.total_seconds())

    async def _ensure_periodic(self) -> None:
        for periodic in self._periodic.values():
            with suppress(Conflict):
                await self._phantom.do(EnsurePeriodic(deferred=periodic.deferred), actor=SYSTEM)

    async def _work_in(self, lane: "_Lane", start: Callable[..., object]) -> None:
        while True:
            wait = self._pace.poll.total_seconds()
            try:
                wait = await self._begin_due(lane, start)
                self._is_answered = True
            except PhantomError as error:
                if self._is_answered:  # one line for as long as it lasts
                    _log.warning("The queue does not answer: %s", error)
                self._is_answered = False
            except Exception as error:  # noqa: BLE001 - nothing in the queue ends the worker
                _log.error("The queue cannot be read: %s", error, exc_info=error)
            with anyio.move_on_after(wait):
                await lane.wake.wait()
            lane.wake = anyio.Event()

    async def _begin_due(self, lane: "_Lane", start: Callable[..., object]) -> float:
        """Begin what can be begun, and answer for how many seconds nothing else will be due."""
        free = lane.hands - lane.busy
        if not free:
            return math.inf
        idle = await self._idle_for(lane)
        if idle:
            return idle
        for job in await self._claim(lane, free):
            lane.busy += 1
            start(self._do_one_of_many, lane, job)
        return _SHORTEST_WAIT

    async def _idle_for(self, lane: "_Lane") -> float:
        """For how many seconds nothing will be due, as far as can be known; 0 if something is."""
        due_in = await self._phantom.ask(NextJobIn(names=lane.names), actor=SYSTEM)
        poll = self._pace.poll.total_seconds()
        if due_in is None:
            return poll
        wait = due_in.total_seconds()
        return 0.0 if wait <= 0 else max(_SHORTEST_WAIT, min(poll, wait))

    async def _claim(self, lane: "_Lane", limit: int) -> Sequence[Job]:
        claim = ClaimJobs(owner=self._owner, limit=limit, life=self._pace.lease, names=lane.names)
        return (await self._phantom.do(claim, actor=SYSTEM)).value

    async def _do_one_of_many(self, lane: "_Lane", job: Job) -> None:
        try:
            await self._do(job)
        finally:
            lane.busy -= 1
            lane.wake.set()

    async def _do(self, job: Job) -> None:
        """Do a job while its lease is kept alive; give it back if this worker has to stop."""
        try:
            with anyio.CancelScope() as while_leased:
                async with anyio.create_task_group() as beside:
                    beside.start_soon(self._beat, job.lease, while_leased)
                    await self._attempt(job)
                    beside.cancel_scope.cancel()
        except anyio.get_cancelled_exc_class():
            await self._give_back(job)
            raise

    async def _beat(self, lease: Lease, while_leased: anyio.CancelScope) -> None:
        beat = BeatJob(lease=lease, life=self._pace.lease)
        while True:
            await anyio.sleep(self._pace.lease.total_seconds() / 3)
            try:
                await self._phantom.do(beat, actor=SYSTEM)
            except (LeaseLost, NotFound):
                while_leased.cancel()
            except Exception as error:  # noqa: BLE001 - the next beat may come through
                _log.warning("A lease could not be prolonged: %s", error)

    async def _attempt(self, job: Job) -> None:
        try:
            await self._perform(job)
        except LeaseLost as lost:
            _log.info("%s", lost)
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to this job alone
            await self._fail(job, error)

    async def _perform(self, job: Job) -> None:
        if is_periodic(job):
            await self._come_round(job)
        elif isinstance(job.deferred, Task):
            await self._handlers[type(job.deferred)](job.lease, job.deferred)
            await self._finish(job)
        else:
            await self._phantom.do(RunDeferred(lease=job.lease), actor=SYSTEM)

    async def _come_round(self, job: Job) -> None:
        if job.id in self._periodic:
            if isinstance(job.deferred, Task):
                await self._handlers[type(job.deferred)](job.lease, job.deferred)
            elif isinstance(job.deferred, Command):
                await self._phantom.do(job.deferred, actor=SYSTEM)
        await self._repeat(job)

    async def _finish(self, job: Job) -> None:
        """Most handlers leave this to the worker; to the others the lease is void by now."""
        with suppress(LeaseLost):
            await self._phantom.do(FinishJob(lease=job.lease), actor=SYSTEM)

    async def _repeat(self, job: Job, error: str = "") -> None:
        listed = self._periodic.get(job.id)
        # What only workers of another version list is left to them, and not for long.
        after = listed.every if listed else self._pace.lease
        await self._phantom.do(RepeatJob(lease=job.lease, after=after, error=error), actor=SYSTEM)

    async def _fail(self, job: Job, error: Exception) -> None:
        _log.warning("Job %s failed: %s", job.id, error, exc_info=error)
        told = _storable(f"{type(error).__name__}: {error}")[:_LONGEST_ERROR]
        try:
            if is_periodic(job):
                await self._repeat(job, told)
            else:
                fail = FailJob(
                    lease=job.lease, error=told, final=_is_final(error), outage=_outage(error)
                )
                await self._phantom.do(fail, actor=SYSTEM)
        except Exception as second:  # noqa: BLE001 - one job never ends the worker
            _log.warning("Job %s is left to the end of its lease: %s", job.id, second)

    async def _give_back(self, job: Job) -> None:
        with anyio.move_on_after(_FAREWELL, shield=True), suppress(Exception):
            await self._phantom.do(ReleaseJob(lease=job.lease), actor=SYSTEM)


def _is_final(error: Exception) -> bool:
    """Whether the same would be refused again."""
    passing = (Unavailable, Conflict, RateLimited)
    return isinstance(error, PhantomError) and not isinstance(error, passing)


def _outage(error: Exception) -> timedelta | None:
    """For how long something outside is expected to be away, if that is what went wrong."""
    if isinstance(error, Unavailable | RateLimited):
        return timedelta(seconds=error.retry_after)
    return None


def _storable(text: str) -> str:
    """A text without what a database may not take: lone surrogates, and the character of none."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
