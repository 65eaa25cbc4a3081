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

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_BEGUN",
    "Deferred",
    "Job",
    "JobId",
    "JobState",
    "JobTally",
    "Lease",
    "LeaseLost",
    "Task",
    "Unreadable",
    "name_of",
]

JobId = NewType("JobId", Id)
"""The id of a job."""

MAX_ATTEMPTS: Final = 5
"""How often a job is begun before it is given up, outages of what it needs apart."""

MAX_BEGUN: Final = 12
"""How often a job is begun before an outage gives it up: the delays between last for hours."""

_FIRST_DELAY: Final = timedelta(seconds=2)
_FIRST_OUTAGE: Final = timedelta(seconds=15)
_LONGEST_DELAY: Final = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class Task:
    """A named piece of work at the edge: slow, or outside. Its fields are its arguments.

    Attributes:
        name: the stable name under which it is stored.
        job_version: stored beside the name, and raised when its fields become such that an older
            build would not understand them; that one leaves it to others.
    """

    name: ClassVar[str]
    job_version: ClassVar[int] = 1

    def given_up(self, reason: str) -> Command[Any] | None:  # noqa: ARG002 - for subclasses
        """The command that says so in the domain when the last attempt has failed.

        It is enqueued in its turn, so the registry must list it.
        """
        return None


Deferred = Command[Any] | Task
"""What can be enqueued."""


@attrs.frozen(kw_only=True)
class Unreadable:
    """What a stored job asks for, where this build cannot tell.

    Attributes:
        name: the name that is stored.
        job_version: the version that is stored.
        stored: all that is stored, to be left as it is.
        reason: why it cannot be read, as a sentence.
    """

    name: str
    job_version: int
    stored: Any
    reason: str


def name_of(deferred: Deferred | Unreadable) -> str:
    """The stable name of what is deferred: a task's own, or the class name of a command."""
    return type(deferred).__name__ if isinstance(deferred, Command) else deferred.name


class JobState(Enum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@attrs.frozen(kw_only=True)
class JobTally:
    """How many jobs of a name are in a state.

    Attributes:
        oldest: the `run_at` of the one that is due, or was begun, the longest.
    """

    name: str
    state: JobState
    count: int
    oldest: datetime


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
        begun: how often the job had been begun by then; beginning it again voids this lease.
    """

    job_id: JobId
    begun: int


@attrs.frozen(kw_only=True)
class Job:
    """Something to be done, at least until it is.

    Attributes:
        run_at: not before this time.
        attempts: how many attempts count against it; a worker that is told to stop costs none,
            and neither does what the job needs and is away.
        begun: how often it was begun, ever; this never falls.
        leased_until: when the running attempt counts as dead, unless it beats.
        owner: which worker has it, for people to read.
        error: how the last attempt failed.
    """

    id: Id
    deferred: Deferred | Unreadable
    run_at: datetime
    created_at: datetime
    state: JobState = JobState.WAITING
    attempts: int = 0
    begun: int = 0
    leased_until: datetime | None = None
    owner: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """The name of what is deferred."""
        return name_of(self.deferred)

    @property
    def version(self) -> int:
        """The version in which it is stored."""
        return self.deferred.job_version

    @property
    def due_at(self) -> datetime | None:
        """When it is to be begun, or taken over; `None` if never."""
        if self.state is JobState.WAITING:
            return self.run_at
        return self.leased_until if self.state is JobState.RUNNING else None

    @property
    def lease(self) -> Lease:
        """The right to the attempt that runs now."""
        return Lease(job_id=JobId(self.id), begun=self.begun)

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
            begun=self.begun + 1,
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
        """It went wrong: try again, each time waiting twice as long."""
        delay = _doubled(_FIRST_DELAY, self.attempts)
        return attrs.evolve(self.release(now + delay), attempts=self.attempts, error=error)

    def put_off(self, error: str, now: datetime, away: timedelta) -> "Job":
        """What it needs is away, and expected back: try again then, or each time twice as late."""
        delay = _doubled(max(away, _FIRST_OUTAGE), self.begun)
        return attrs.evolve(self.release(now + delay), error=error)

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


def _doubled(first: timedelta, times: int) -> timedelta:
    return min(first * (1 << min(max(times - 1, 0), MAX_BEGUN)), _LONGEST_DELAY)
