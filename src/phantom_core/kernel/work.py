"""What a command may touch: its unit of work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from phantom_core.kernel.actor import SYSTEM, Actor
from phantom_core.kernel.events import Event, StoredEvent
from phantom_core.kernel.ids import Id, uuid7
from phantom_core.kernel.jobs import Deferred, Job, slot_of
from phantom_core.kernel.ports import Answers, EventLog, Jobs

if TYPE_CHECKING:
    from random import Random

__all__ = ["Invocation", "UnitOfWork", "Work"]

_ID_BITS: Final = 74


class Invocation:
    """One call of an operation, the same over all its tries.

    Attributes:
        actor: on whose behalf.
        seed: 128 random bits: of the lower 74 come all ids of the call, of the others its chance,
            so that no id foretells what will be drawn.
        idempotency_key: the caller's name for this call, if it may come twice.
    """

    def __init__(self, actor: Actor, seed: int, idempotency_key: str | None = None) -> None:
        self.actor = actor
        self.seed = seed
        self.idempotency_key = idempotency_key
        self._minted: list[Id] = []

    def mint(self, count: int, now: datetime) -> Id:
        """The `count`-th id of this call; a retry finds the ids of the first try again."""
        while len(self._minted) <= count:
            offset = self.seed + len(self._minted)
            self._minted.append(uuid7(now, offset & ((1 << _ID_BITS) - 1)))
        return self._minted[count]

    def chance(self) -> "Random":
        """Chance that begins anew: every try of this call draws the same."""
        from random import Random  # noqa: PLC0415 - keeps `import phantom_core` light

        return Random(self.seed >> _ID_BITS)  # noqa: S311 - replayable by design


class Work(Protocol):
    """What every command is given. A context adds its repositories in a protocol of its own.

    Attributes:
        actor: who is asking.
        now: the time of this transaction, UTC, to the millisecond.
        random: chance, the same again when the transaction is retried.
        log: the topics' events.
        jobs: stored jobs.
        answers: what commands with an idempotency key answered.
    """

    actor: Actor
    now: datetime
    log: EventLog
    jobs: Jobs
    answers: Answers

    @property
    def random(self) -> "Random":
        """Chance, the same again when the transaction is retried."""

    def new_id(self) -> Id:
        """A new id, later than all before it in this call."""

    def record(self, event: Event) -> None:
        """Note what happened. It is stored and numbered when the transaction ends."""

    def enqueue(self, deferred: Deferred, *, run_at: datetime | None = None) -> Id:
        """Have something done later, by a worker, once this transaction has committed.

        Where `deferred` says that one of its kind waits, and such a one waits already, that one
        does it for both, at once; the id answered is then of no job. What is asked for at a time
        of its own, `run_at`, is done for itself.
        """


class UnitOfWork(Work):
    """The part of a unit of work that is the same on every storage.

    A storage adapter adds the repositories, and calls `settle` as the last thing before it
    commits.
    """

    log: EventLog
    jobs: Jobs
    answers: Answers

    def __init__(self, invocation: Invocation, now: datetime) -> None:
        self.invocation = invocation
        self.actor = invocation.actor
        self.now = now
        self.recorded: list[Event] = []
        self.enqueued: list[Job] = []
        self._ids = 0
        self._random: Random | None = None

    @property
    def random(self) -> "Random":
        """Chance, the same again when the transaction is retried."""
        if self._random is None:
            self._random = self.invocation.chance()
        return self._random

    def new_id(self) -> Id:
        """A new id, later than all before it in this call."""
        self._ids += 1
        return self.invocation.mint(self._ids - 1, self.now)

    def record(self, event: Event) -> None:
        """Note what happened."""
        self.recorded.append(event)

    def enqueue(self, deferred: Deferred, *, run_at: datetime | None = None) -> Id:
        """Have something done later."""
        job = Job(
            id=self.new_id(),
            deferred=deferred,
            run_at=run_at or self.now,
            created_at=self.now,
            slot=slot_of(deferred) if run_at is None else None,
        )
        self.enqueued.append(job)
        return job.id

    @contextmanager
    def as_system(self) -> Iterator[None]:
        """Let what follows run as the system."""
        actor, self.actor = self.actor, SYSTEM
        try:
            yield
        finally:
            self.actor = actor

    def settle(self) -> Sequence[StoredEvent]:
        """Store what was recorded and enqueued; the last thing before the commit."""
        # Slots are held in one order, so that nobody waits in a circle for them.
        for job in sorted(self.enqueued, key=lambda job: job.slot or ""):
            self.jobs.add(job)
        if not self.recorded:
            return ()
        return self.log.append(self.recorded, at=self.now, by=self.invocation.actor.user_id)
