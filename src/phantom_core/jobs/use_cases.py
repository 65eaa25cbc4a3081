"""What workers say to the queue. A worker speaks as the system."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

import attrs

from phantom_core.jobs.periodic import is_periodic
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.ids import Id
from phantom_core.kernel.jobs import Job, Lease, Task, Unreadable
from phantom_core.kernel.work import Work

__all__ = [
    "BeatJob",
    "ClaimJobs",
    "FailJob",
    "FinishJob",
    "GetJob",
    "NextJobIn",
    "ReleaseJob",
    "RunDeferred",
    "finish",
]

_GIVEN_UP: Final = "Every attempt ended without a word: its worker was killed or stalled."


def finish(work: Work, lease: Lease) -> None:
    """Mark a leased job as done, in the transaction that has its effect.

    Raises: LeaseLost, NotFound.
    """
    work.jobs.put(work.jobs.get(lease.job_id).held(lease).finish())


@attrs.frozen(kw_only=True)
class ClaimJobs(Command[Sequence[Job]]):
    """Lease up to `limit` due jobs to a worker.

    Those that are out of attempts, or cannot be read, are given up instead.

    Attributes:
        owner: the worker's name, for people to read.
        limit: how many jobs at the most.
        life: how long the lease lasts without a beat.
        names: of which names the jobs are; of any that can be done, if not given.
    """

    access = Access.SYSTEM
    owner: str
    limit: int
    life: timedelta
    names: Collection[str] | None = None

    def run(self, work: Work) -> Sequence[Job]:
        """Answer the leased jobs."""
        claimed = []
        for job in work.jobs.due(work.now, self.limit, self.names):
            unreadable = isinstance(job.deferred, Unreadable)
            if _is_over(job, hopeless=unreadable or job.exhausted):
                _give_up(work, job, _reason(job))
            elif unreadable:
                work.jobs.put(job.put_off(_reason(job), work.now, self.life))
            else:
                claimed.append(job.begin(self.owner, work.now + self.life))
                work.jobs.put(claimed[-1])
        return claimed


@attrs.frozen(kw_only=True)
class BeatJob(Command[None]):
    """Keep a lease alive. Raises: LeaseLost, NotFound."""

    access = Access.SYSTEM
    lease: Lease
    life: timedelta

    def run(self, work: Work) -> None:
        """Extend the lease."""
        held = work.jobs.get(self.lease.job_id).held(self.lease)
        work.jobs.put(held.beat(work.now + self.life))


@attrs.frozen(kw_only=True)
class FinishJob(Command[None]):
    """Mark a task as done. Raises: LeaseLost, NotFound."""

    access = Access.SYSTEM
    lease: Lease

    def run(self, work: Work) -> None:
        """Finish it."""
        finish(work, self.lease)


@attrs.frozen(kw_only=True)
class RunDeferred(Command[None]):
    """Run a stored command and mark its job as done, in one transaction.

    Raises: LeaseLost, NotFound, and whatever the stored command refuses with; TypeError, if it is
    no command, but a task, which only a worker can do.
    """

    access = Access.SYSTEM
    lease: Lease

    def run(self, work: Work) -> None:
        """Have its effect exactly once."""
        job = work.jobs.get(self.lease.job_id).held(self.lease)
        if not isinstance(job.deferred, Command):
            message = f"the task {job.name} is not done by a command"
            raise TypeError(message)
        job.deferred.run(work)
        finish(work, self.lease)


@attrs.frozen(kw_only=True)
class FailJob(Command[Job]):
    """Say that an attempt has failed; the job is tried again later, or given up.

    Attributes:
        error: what went wrong, for the people who look after the queue.
        final: whether trying again is pointless.
        outage: for how long something outside is expected to be away, if that is what went wrong;
            such failures are forgiven for hours.

    Raises: LeaseLost, NotFound.
    """

    access = Access.SYSTEM
    lease: Lease
    error: str
    final: bool = False
    outage: timedelta | None = None

    def run(self, work: Work) -> Job:
        """Answer the job as it stands now."""
        job = work.jobs.get(self.lease.job_id).held(self.lease)
        if self.outage is None:
            hopeless, failed = job.exhausted, job.fail(self.error, work.now)
        else:
            hopeless = job.outworn
            failed = job.put_off(self.error, work.now, self.outage)
        if _is_over(job, hopeless=self.final or hopeless):
            return _give_up(work, job, self.error)
        work.jobs.put(failed)
        return failed


@attrs.frozen(kw_only=True)
class ReleaseJob(Command[None]):
    """Give a job back unfinished, because its worker is told to stop. Raises: LeaseLost."""

    access = Access.SYSTEM
    lease: Lease

    def run(self, work: Work) -> None:
        """Let another worker have it at once."""
        held = work.jobs.get(self.lease.job_id).held(self.lease)
        work.jobs.put(held.release(work.now))


@attrs.frozen(kw_only=True)
class GetJob(Query[Job]):
    """Look at a job. Raises: NotFound."""

    access = Access.SYSTEM
    job_id: Id

    def run(self, work: Work) -> Job:
        """Answer the job."""
        return work.jobs.get(self.job_id)


@attrs.frozen(kw_only=True)
class NextJobIn(Query[timedelta | None]):
    """Ask how long until the next job is due: none or less, if one is; `None`, if nothing waits.

    Attributes:
        names: of which names the jobs are; of any that can be done, if not given.
    """

    access = Access.SYSTEM
    names: Collection[str] | None = None

    def run(self, work: Work) -> timedelta | None:
        """Answer by the clock that jobs are claimed by."""
        next_at = work.jobs.next_at(self.names)
        return None if next_at is None else next_at - work.now


def _reason(job: Job) -> str:
    """Why a job is not begun."""
    if isinstance(job.deferred, Unreadable):
        return job.deferred.reason
    return job.error or _GIVEN_UP


def _is_over(job: Job, *, hopeless: bool) -> bool:
    """Whether it is to be given up; what comes round never is."""
    return hopeless and not is_periodic(job)


def _give_up(work: Work, job: Job, reason: str) -> Job:
    dead = job.die(reason, work.now)
    try:
        last_word = job.deferred.given_up(reason) if isinstance(job.deferred, Task) else None
    except Exception as error:  # noqa: BLE001 - jobs claimed together with this one go on
        dead = job.die(f"{reason} Giving it up failed as well: {error!r}", work.now)
    else:
        # As a job of its own: what goes wrong with it keeps no other from being claimed.
        if last_word is not None:
            work.enqueue(last_word)
    work.jobs.put(dead)
    return dead
