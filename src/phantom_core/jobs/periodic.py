"""Work that comes round again: one job that is set forward each time it is done.

There is one job for each kind of work, however many workers there are, so it is done once in a
period and never twice at a time.
"""

import hashlib
from datetime import timedelta

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.ids import Id, uuid7
from phantom_core.kernel.jobs import Deferred, Job, JobState, Lease, Unreadable, name_of
from phantom_core.kernel.quantities import EPOCH
from phantom_core.kernel.work import Work

__all__ = ["EnsurePeriodic", "RepeatJob", "is_periodic", "periodic_id"]


def periodic_id(deferred: Deferred | Unreadable) -> Id:
    """The id of the one job that does this kind of work."""
    digest = hashlib.sha256(name_of(deferred).encode()).digest()
    return uuid7(EPOCH, int.from_bytes(digest[:10], "big") >> 6)


def is_periodic(job: Job) -> bool:
    """Whether a job is the one that comes round, and not done for good at any time."""
    return job.id == periodic_id(job.deferred)


@attrs.frozen(kw_only=True)
class EnsurePeriodic(Command[None]):
    """Have work come round: unless its job waits or runs already, it is due at once.

    What the job does is what was said last, also where that cannot be read any more.

    Raises: Conflict, if another worker says so at the same moment.
    """

    access = Access.SYSTEM
    deferred: Deferred

    def run(self, work: Work) -> None:
        """Add the job, bring it back to life, or have it do the new work next."""
        job_id = periodic_id(self.deferred)
        fresh = Job(id=job_id, deferred=self.deferred, run_at=work.now, created_at=work.now)
        try:
            known = work.jobs.get(job_id)
        except NotFound:
            work.jobs.add(fresh)
        else:
            if known.state in {JobState.DONE, JobState.DEAD}:
                work.jobs.put(attrs.evolve(fresh, begun=known.begun))
            elif known.deferred != self.deferred:
                work.jobs.put(attrs.evolve(known, deferred=self.deferred))


@attrs.frozen(kw_only=True)
class RepeatJob(Command[None]):
    """Say that periodic work is done, well or badly, until it comes round again.

    Attributes:
        after: how long until then.
        error: what went wrong, if something did.

    Raises: LeaseLost, NotFound.
    """

    access = Access.SYSTEM
    lease: Lease
    after: timedelta
    error: str = ""

    def run(self, work: Work) -> None:
        """Set the job forward."""
        held = work.jobs.get(self.lease.job_id).held(self.lease)
        waiting = held.release(work.now + self.after)
        failed_at = work.now if self.error else held.failed_at
        work.jobs.put(attrs.evolve(waiting, attempts=0, error=self.error, failed_at=failed_at))
