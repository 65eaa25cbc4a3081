"""A worker: it leases stored jobs and does them, a few at a time.

Any number of workers, in any number of processes, share one queue. A worker that is killed loses
nothing: its leases run out, and others take its jobs over.
"""

import logging
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

import anyio
import attrs

from phantom_adapters.clock import wall_clock
from phantom_core.jobs import (
    BeatJob,
    ClaimJobs,
    EnsurePeriodic,
    FailJob,
    FinishJob,
    NextJobAt,
    ReleaseJob,
    RepeatJob,
    RunDeferred,
    periodic_id,
)
from phantom_core.kernel import (
    SYSTEM,
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

__all__ = ["Handler", "Pace", "Periodic", "Worker"]

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
class Pace:
    """How a worker works.

    Attributes:
        concurrency: how many jobs it does at a time.
        lease: how long a job stays with a worker that says nothing; it says something three
            times as often.
        poll: how often it looks for jobs of other processes.
    """

    concurrency: int = 1
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
        pace: Pace = Pace(),
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        """Make ready.

        Args:
            phantom: where the jobs are; its commits wake the worker.
            handlers: what does each kind of task.
            owner: the worker's name, for people to read.
            periodic: what comes round.
            pace: how many at a time, how often.
            clock: the time now.
        """
        self._phantom = phantom
        self._handlers = dict(handlers)
        self._owner = owner
        self._periodic = {periodic_id(each.deferred): each for each in periodic}
        self._pace = pace
        self._clock = clock
        self._busy = 0
        self._wake = anyio.Event()
        phantom.observe(self._notice)

    async def run(self) -> None:
        """Work until cancelled."""
        async with anyio.create_task_group() as hands:
            announced = False
            while True:
                wait = self._pace.poll.total_seconds()
                try:
                    announced = announced or await self._announce()
                    wait = await self._begin_due(hands.start_soon)
                except PhantomError as error:
                    _log.warning("The queue does not answer: %s", error)
                with anyio.move_on_after(wait):
                    await self._wake.wait()
                self._wake = anyio.Event()

    async def drain(self) -> None:
        """Do whatever is due now, and what is due at once because of that; then stop."""
        while not await self._idle_for():
            async with anyio.create_task_group() as hands:
                for job in await self._claim(self._pace.concurrency):
                    hands.start_soon(self._do, job)

    def _notice(self, committed: Committed) -> None:
        if committed.jobs:
            self._wake.set()

    async def _announce(self) -> bool:
        for periodic in self._periodic.values():
            with suppress(Conflict):
                await self._phantom.do(EnsurePeriodic(deferred=periodic.deferred), actor=SYSTEM)
        return True

    async def _begin_due(self, start: Callable[..., object]) -> float:
        """Begin what can be begun, and answer for how many seconds nothing else will be due."""
        free = self._pace.concurrency - self._busy
        if not free:
            return math.inf
        idle = await self._idle_for()
        if idle:
            return idle
        for job in await self._claim(free):
            self._busy += 1
            start(self._do_one_of_many, job)
        return _SHORTEST_WAIT

    async def _idle_for(self) -> float:
        """For how many seconds nothing will be due, as far as can be known; 0 if something is."""
        next_at = await self._phantom.ask(NextJobAt(), actor=SYSTEM)
        poll = self._pace.poll.total_seconds()
        if next_at is None:
            return poll
        wait = (next_at - self._clock()).total_seconds()
        return 0.0 if wait <= 0 else max(_SHORTEST_WAIT, min(poll, wait))

    async def _claim(self, limit: int) -> Sequence[Job]:
        claim = ClaimJobs(owner=self._owner, limit=limit, life=self._pace.lease)
        return (await self._phantom.do(claim, actor=SYSTEM)).value

    async def _do_one_of_many(self, job: Job) -> None:
        try:
            await self._do(job)
        finally:
            self._busy -= 1
            self._wake.set()

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
            except PhantomError as error:
                _log.warning("A lease could not be prolonged: %s", error)

    async def _attempt(self, job: Job) -> None:
        try:
            await self._perform(job)
        except LeaseLost as lost:
            _log.info("%s", lost)
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to this job alone
            await self._fail(job, error)

    async def _perform(self, job: Job) -> None:
        periodic = self._periodic.get(job.id)
        if isinstance(job.deferred, Task):
            await self._handlers[type(job.deferred)](job.lease, job.deferred)
            if periodic is None:
                await self._finish(job)
        elif periodic is None:
            await self._phantom.do(RunDeferred(lease=job.lease), actor=SYSTEM)
        else:
            await self._phantom.do(job.deferred, actor=SYSTEM)
        if periodic is not None:
            await self._repeat(job, periodic)

    async def _finish(self, job: Job) -> None:
        """Most handlers leave this to the worker; to the others the lease is void by now."""
        with suppress(LeaseLost):
            await self._phantom.do(FinishJob(lease=job.lease), actor=SYSTEM)

    async def _repeat(self, job: Job, periodic: Periodic, error: str = "") -> None:
        repeat = RepeatJob(lease=job.lease, after=periodic.every, error=error)
        await self._phantom.do(repeat, actor=SYSTEM)

    async def _fail(self, job: Job, error: Exception) -> None:
        _log.warning("Job %s failed: %s", job.id, error, exc_info=error)
        told = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
        periodic = self._periodic.get(job.id)
        try:
            if periodic is not None:
                await self._repeat(job, periodic, told)
            else:
                fail = FailJob(lease=job.lease, error=told, final=_is_final(error))
                await self._phantom.do(fail, actor=SYSTEM)
        except PhantomError as second:
            _log.warning("Job %s is left to the end of its lease: %s", job.id, second)

    async def _give_back(self, job: Job) -> None:
        with anyio.move_on_after(_FAREWELL, shield=True), suppress(PhantomError):
            await self._phantom.do(ReleaseJob(lease=job.lease), actor=SYSTEM)


def _is_final(error: Exception) -> bool:
    """Whether the same would be refused again."""
    passing = (Unavailable, Conflict, RateLimited)
    return isinstance(error, PhantomError) and not isinstance(error, passing)
