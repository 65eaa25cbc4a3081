"""What the kernel needs of storage."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Event, Head, StoredEvent, Topic
from phantom_core.kernel.ids import Id
from phantom_core.kernel.jobs import Job, JobFilter, JobState, JobTally
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["Answer", "Answers", "Committed", "EventLog", "Jobs", "Storage"]

T = TypeVar("T")


class EventLog(Protocol):
    """The one log of what happened, numbered per topic."""

    def append(
        self, events: Sequence[Event], *, at: datetime, by: UserId | None
    ) -> Sequence[StoredEvent]:
        """Store events in the order given, each with its topic's next `seq`.

        The time stored is `at`, or the topic's last time where that is later. Two transactions
        that append to one topic wait for each other; topics are taken in sorted order.
        """

    def head(self, topic: Topic) -> Head:
        """Where a topic stands; seq 0 for a topic nobody has written to."""

    def after(self, topic: Topic, seq: int, limit: int) -> Sequence[StoredEvent]:
        """Up to `limit` events of a topic whose number is greater than `seq`, in order.

        What another version wrote, and this one cannot read, comes as an `UnknownEvent`.
        """

    def heads_since(self, at: datetime) -> Sequence[Head]:
        """The heads of all topics whose last event is at or after a time, in topic order."""

    def epoch(self) -> Id:
        """The id of this log.

        It is another one after the log was restored from a backup, or a database took over that
        may lack the end of it: numbers may be given again then.
        """


class Jobs(Protocol):
    """Stored jobs."""

    def add(self, job: Job) -> Id:
        """Store a new job, unless one waits in its slot: that one is asked again instead.

        Answers the id of whichever is stored. That one is held until the transaction ends, so that
        it is not begun before what this transaction changes can be seen.

        Raises: Conflict, if one with its id is there.
        """

    def get(self, job_id: Id) -> Job:
        """Find a job, and hold it until the transaction ends. Raises: NotFound."""

    def due(self, now: datetime, limit: int, names: Collection[str] | None = None) -> Sequence[Job]:
        """Up to `limit` jobs to be begun: of some names, or of all that the registry lists.

        Those are waiting with `run_at` reached, or running with a lease that has run out. What
        the registry does not list, or lists in an older version only, waits for workers of a
        build that knows it; whatever else cannot be read comes as `Unreadable`. Earliest
        `begin_by` first, then by id. They are held until the transaction ends, and jobs that
        another transaction holds are passed over.
        """

    def put(self, job: Job) -> Id:
        """Store a job's new state, and answer the id of whichever is stored.

        One that goes back to wait while another waits in its slot is gone, and that one is asked
        again instead, as by `add`. Raises: NotFound.
        """

    def remove(self, job_id: Id) -> bool:
        """Drop a job, and say whether it was there."""

    def page(self, page: PageRequest, wanted: JobFilter) -> Page[Job]:
        """List jobs, the one that is due last first, then by id, from the highest on.

        Those that the registry does not list are among them. Raises: Invalid.
        """

    def forget(self, state: JobState, before: datetime, limit: int) -> int:
        """Drop up to `limit` jobs in a state that were due before a time, and say how many."""

    def next_at(self, names: Collection[str] | None = None) -> datetime | None:
        """When the next job, of those that `due` finds, will be due; `None` if none will."""

    def tally(self) -> Sequence[JobTally]:
        """How many jobs wait, run and are dead, for each name that there is; by name and state."""


@attrs.frozen(kw_only=True)
class Answer:
    """What a call with an idempotency key answered, or that it still runs.

    Attributes:
        fingerprint: which call it was.
        value: what it answered; `None` while it runs.
        expires_at: when the key is free again.
        running: whether it still runs, in several transactions, and has not answered yet.
        lost: whether the value can no longer be told, for another version has written it.
    """

    fingerprint: str
    value: Any
    expires_at: datetime
    running: bool = False
    lost: bool = False

    def stands(self, now: datetime) -> bool:
        """Whether the key is taken by it."""
        return now < self.expires_at


class Answers(Protocol):
    """The answers of calls with an idempotency key, per user."""

    def recall(
        self, user_id: UserId, key: str, fingerprint: str, answer_type: Any
    ) -> Answer | None:
        """What was answered under a key, as a value of the type named; `None` if nothing was.

        An answer to a call of another fingerprint comes without its value, which may be of
        another type; one that is not of the type, as another version kept it, comes as lost.
        A transaction that writes holds the key until it ends.
        """

    def keep(self, user_id: UserId, key: str, answer: Answer) -> None:
        """Keep an answer, in place of an older one, or of the note that the call still runs.

        Raises: Conflict, if an answer that expires at the same time is kept under the key.
        """

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop up to `limit` answers that have expired by `now`, and say how many."""


@attrs.frozen(kw_only=True)
class Committed:
    """What a committed transaction left.

    Attributes:
        value: what the command answered.
        events: what happened, numbered.
        jobs: how many jobs were enqueued.
    """

    value: Any
    events: Sequence[StoredEvent] = ()
    jobs: int = 0


class Storage(Protocol):
    """Runs units of work against what is stored. Use it as a context manager, or `close` it.

    `write` and `read` may call `body` several times, each time with a fresh unit of work; only the
    last call counts. An exception from `body` rolls everything back and reaches the caller as it
    is. What the store itself cannot do is `Unavailable`. The time of a unit of work is no earlier
    than that of any which had ended on this storage when it was asked for, even if the clock is
    set back.
    """

    async def __aenter__(self) -> Self:
        """Itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        await self.close()

    async def write(
        self, invocation: Any, body: Callable[[Any], T], *, hot_topic: Topic | None = None
    ) -> Committed:
        """Run `body` in a transaction, settle its unit of work and commit: all or nothing.

        When this returns, what was written survives a crash of the process, and of the machine
        where the store is durable.
        """

    async def read(self, invocation: Any, body: Callable[[Any], T]) -> T:
        """Run `body` on one consistent state, at least as new as any write acknowledged before.

        Raises: AssertionError, if it changes anything; that is undone.
        """

    async def close(self) -> None:
        """Finish what was begun and let go of all resources."""
