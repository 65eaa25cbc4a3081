"""Work that is done later, and survives: a job is a stored command, or a named task at the edge.

A worker leases a job; it keeps the lease alive by beating, and whoever finds a lease run out
takes the job over. What a job does to the world carries its lease, so that a worker which was
only believed dead cannot do it a second time.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, ClassVar, Final, NewType

import attrs

from phantom_core.kernel.commands import Command, fingerprint
from phantom_core.kernel.errors import Conflict
from phantom_core.kernel.ids import Id
from phantom_core.kernel.urgency import SOMEBODY_WAITS

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_BEGUN",
    "Deferred",
    "Job",
    "JobFilter",
    "JobId",
    "JobState",
    "JobTally",
    "Lease",
    "LeaseLost",
    "Task",
    "Unreadable",
    "name_of",
    "slot_of",
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
        patience: how much later than it is due it may be begun, for the sake of jobs that somebody
            waits for: `NOBODY_WAITS`, if nobody does.
        one_waits: whether it is the same to do it once for all who ask before it is begun. Then
            one that asks the same as one that waits is not queued again.
    """

    name: ClassVar[str]
    job_version: ClassVar[int] = 1
    patience: ClassVar[timedelta] = SOMEBODY_WAITS
    one_waits: ClassVar[bool] = False

    def given_up(self, reason: str) -> Command[Any] | None:  # noqa: ARG002 - for subclasses
        """The command that says so in the domain when the last attempt has failed.

        It is enqueued in its turn, so the registry must list it.
        """
        return None

    def awaited_again(self) -> Command[bool] | None:
        """The command that takes the word of `given_up` back, when this is tried once more.

        It runs in the transaction that has it tried, and answers whether anybody wants it still.
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

    patience: ClassVar[timedelta] = SOMEBODY_WAITS
    name: str
    job_version: int
    stored: Any
    reason: str


def name_of(deferred: Deferred | Unreadable) -> str:
    """The stable name of what is deferred: a task's own, or the class name of a command."""
    return type(deferred).__name__ if isinstance(deferred, Command) else deferred.name


def slot_of(deferred: Deferred) -> str | None:
    """The slot in which at most one job that asks this waits; `None`, if any number may."""
    return f"{deferred.job_version}.{fingerprint(deferred)}" if deferred.one_waits else None


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
        failed_at: when it did.
        forgiven: how many of `begun` count no more, for it was put back, or asked for again.
        slot: in which it waits alone; `None`, if it may wait beside those that ask the same.
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
    failed_at: datetime | None = None
    forgiven: int = 0
    slot: str | None = None

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
    def begin_by(self) -> datetime:
        """What due jobs are begun in the order of: when it is due, and how patient it is.

        So what nobody waits for goes before whatever comes later than its patience lasts, and
        is never passed over for ever.
        """
        return self.run_at + self.deferred.patience

    @property
    def lease(self) -> Lease:
        """The right to the attempt that runs now."""
        return Lease(job_id=JobId(self.id), begun=self.begun)

    @property
    def exhausted(self) -> bool:
        """Whether every attempt has been made."""
        return self.attempts >= MAX_ATTEMPTS

    @property
    def outworn(self) -> bool:
        """Whether it was begun so often that not even an outage excuses it."""
        return self.begun - self.forgiven >= MAX_BEGUN

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
        waiting = self.release(now + delay)
        return attrs.evolve(waiting, attempts=self.attempts, error=error, failed_at=now)

    def put_off(self, error: str, now: datetime, away: timedelta) -> "Job":
        """What it needs is away, and expected back: try again then, or each time twice as late."""
        delay = _doubled(max(away, _FIRST_OUTAGE), self.begun - self.forgiven)
        return attrs.evolve(self.release(now + delay), error=error, failed_at=now)

    def release(self, now: datetime) -> "Job":
        """Give it back unfinished and uncounted: the worker is told to stop."""
        return attrs.evolve(
            self,
            state=JobState.WAITING,
            leased_until=None,
            run_at=now,
            attempts=max(self.attempts - 1, 0),
        )

    def die(self, error: str, now: datetime) -> "Job":
        """Give it up."""
        return attrs.evolve(
            self, state=JobState.DEAD, leased_until=None, error=error, failed_at=now
        )

    def asked_again(self, at: datetime) -> "Job":
        """Wait at the latest until then, with all attempts still to be made."""
        return attrs.evolve(
            self,
            state=JobState.WAITING,
            run_at=min(self.run_at, at),
            attempts=0,
            forgiven=self.begun,
        )


@attrs.frozen(kw_only=True)
class JobFilter:
    """Which jobs are wanted; all, as far as nothing is said.

    Attributes:
        state: where they stand.
        name: of which kind they are, in any version.
    """

    state: JobState | None = None
    name: str | None = None

    def wants(self, job: Job) -> bool:
        """Whether a job is among them."""
        return self.state in {None, job.state} and self.name in {None, job.name}


def _doubled(first: timedelta, times: int) -> timedelta:
    return min(first * (1 << min(max(times - 1, 0), MAX_BEGUN)), _LONGEST_DELAY)
