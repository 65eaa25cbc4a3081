"""Work that is done later, and survives: a job is a stored command, or a named task at the edge.

A worker leases a job; it keeps the lease alive by beating, and whoever finds a lease run out
takes the job over. What a job does to the world carries its lease, so that a worker which was
only believed dead cannot do it a second time.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, ClassVar, Final, NewType

import attrs

from phantom_core.kernel.commands import Command
from phantom_core.kernel.errors import Conflict
from phantom_core.kernel.ids import Id

__all__ = ["MAX_ATTEMPTS", "Deferred", "Job", "JobId", "JobState", "Lease", "LeaseLost", "Task"]

JobId = NewType("JobId", Id)
"""The id of a job."""

MAX_ATTEMPTS: Final = 5
"""How often a job is begun before it is given up."""

_FIRST_DELAY: Final = timedelta(seconds=2)


@attrs.frozen(kw_only=True)
class Task:
    """A named piece of work at the edge: slow, or outside. Its fields are its arguments.

    Attributes:
        name: the stable name under which it is stored.
    """

    name: ClassVar[str]

    def given_up(self, reason: str) -> Command[Any] | None:  # noqa: ARG002 - for subclasses
        """The command that says so in the domain when the last attempt has failed."""
        return None


Deferred = Command[Any] | Task
"""What can be enqueued."""


class JobState(Enum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class LeaseLost(Conflict):
    """Somebody else has taken this job over; whatever is left of it is theirs to do."""

    rule = "lease-lost"

    def __init__(self, job_id: JobId) -> None:
        super().__init__(f"Job {job_id} is no longer leased to this worker.")


@attrs.frozen(kw_only=True)
class Lease:
    """The right to do one job, for a while.

    Attributes:
        job_id: which job.
        attempt: which of its attempts; a later attempt makes this lease void.
    """

    job_id: JobId
    attempt: int


@attrs.frozen(kw_only=True)
class Job:
    """Something to be done, at least until it is.

    Attributes:
        run_at: not before this time.
        attempts: how often it was begun.
        leased_until: when the running attempt counts as dead, unless it beats.
        owner: which worker has it, for people to read.
        error: how the last attempt failed.
    """

    id: Id
    deferred: Deferred
    run_at: datetime
    created_at: datetime
    state: JobState = JobState.WAITING
    attempts: int = 0
    leased_until: datetime | None = None
    owner: str = ""
    error: str = ""

    @property
    def lease(self) -> Lease:
        """The right to the attempt that runs now."""
        return Lease(job_id=JobId(self.id), attempt=self.attempts)

    @property
    def exhausted(self) -> bool:
        """Whether every attempt has been made."""
        return self.attempts >= MAX_ATTEMPTS

    def begin(self, owner: str, until: datetime) -> "Job":
        """Lease it to a worker."""
        return attrs.evolve(
            self,
            state=JobState.RUNNING,
            attempts=self.attempts + 1,
            leased_until=until,
            owner=owner,
        )

    def held(self, lease: Lease) -> "Job":
        """This job, if the lease is good. Raises: LeaseLost."""
        if self.state is not JobState.RUNNING or self.lease != lease:
            raise LeaseLost(lease.job_id)
        return self

    def beat(self, until: datetime) -> "Job":
        """Keep the lease alive."""
        return attrs.evolve(self, leased_until=until)

    def finish(self) -> "Job":
        """It is done."""
        return attrs.evolve(self, state=JobState.DONE, leased_until=None, error="")

    def fail(self, error: str, now: datetime) -> "Job":
        """It went wrong: try again, each time waiting twice as long, or give up."""
        state = JobState.DEAD if self.exhausted else JobState.WAITING
        delay = _FIRST_DELAY * 2 ** max(self.attempts - 1, 0)
        return attrs.evolve(self, state=state, leased_until=None, error=error, run_at=now + delay)

    def release(self, now: datetime) -> "Job":
        """Give it back unfinished and uncounted: the worker is told to stop."""
        return attrs.evolve(
            self,
            state=JobState.WAITING,
            leased_until=None,
            run_at=now,
            attempts=max(self.attempts - 1, 0),
        )

    def die(self, error: str) -> "Job":
        """Give it up."""
        return attrs.evolve(self, state=JobState.DEAD, leased_until=None, error=error)
