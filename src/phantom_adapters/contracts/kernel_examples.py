"""What the suites of the kernel's ports store: events, tasks and commands of a made-up wall."""

import itertools
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any, Final, TypeVar

import attrs

from phantom_core.kernel import (
    EPOCH,
    NOBODY_WAITS,
    SYSTEM,
    Access,
    Actor,
    Command,
    Event,
    Forbidden,
    Id,
    Invocation,
    Storage,
    StoredEvent,
    Task,
    Topic,
    UnitOfWork,
    UserId,
    Work,
    person,
    topic,
    uuid7,
)
from phantom_core.registry import Registry

__all__ = [
    "ADA",
    "BOB",
    "EXAMPLES",
    "WALL",
    "Brush",
    "Erase",
    "Paint",
    "Painted",
    "Said",
    "Say",
    "Stroke",
    "Tidy",
    "invocation",
    "read",
    "texts",
    "wall",
    "write",
]

T = TypeVar("T")

ADA: Final = person(UserId(uuid7(EPOCH, 1)))
"""Somebody."""

BOB: Final = person(UserId(uuid7(EPOCH, 2)))
"""Somebody else."""


def wall(number: int) -> Topic:
    """The topic of one of many walls."""
    return topic("wall", uuid7(EPOCH, number))


WALL: Final = wall(0)
"""The wall that everybody writes on."""


class Brush(Enum):
    """What one paints with."""

    FINE = "fine"
    BROAD = "broad"


@attrs.frozen(kw_only=True)
class Stroke:
    """A nested value."""

    x: float
    y: float = 0.0
    brush: Brush | None = None


@attrs.frozen(kw_only=True)
class Said(Event):
    """A plain event."""

    name = "wall.said"
    text: str
    on: Topic = WALL

    @property
    def topic(self) -> Topic:
        """The wall it is said on."""
        return self.on


@attrs.frozen(kw_only=True)
class Painted(Event):
    """An event with fields of every kind."""

    name = "wall.painted"
    painter: UserId
    at: datetime
    brush: Brush
    strokes: tuple[Stroke, ...]
    colours: dict[str, int]
    signed: bool | None = None

    @property
    def topic(self) -> Topic:
        """The wall that everybody writes on."""
        return WALL


@attrs.frozen(kw_only=True)
class Paint(Task):
    """A task."""

    name = "wall.paint"
    strokes: tuple[Stroke, ...] = ()


@attrs.frozen(kw_only=True)
class Erase(Command[None]):
    """A command that may be enqueued."""

    access = Access.SYSTEM
    before: datetime

    def run(self, work: Work) -> None:
        """Say so."""
        work.record(Said(text="erased"))


@attrs.frozen(kw_only=True)
class Tidy(Command[None]):
    """A command that may be enqueued, which nobody waits for, and of which one waits."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    corner: int = 0

    def run(self, work: Work) -> None:
        """Say up to which word it is tidy now."""
        seen = work.log.head(WALL).seq
        work.record(Said(text=str(seen), on=wall(1 + self.corner)))


@attrs.frozen(kw_only=True)
class Say(Command[Id]):
    """A command that leaves an event, and answers a new id."""

    access = Access.PERSON
    text: str
    hot: bool = False

    @property
    def hot_topic(self) -> Topic | None:
        """The wall, if this is one of the walls where everybody speaks at once."""
        return WALL if self.hot else None

    def run(self, work: Work) -> Id:
        """Say it; bad words are refused after the fact."""
        work.record(Said(text=self.text))
        if self.text == "bad word":
            raise Forbidden("Mind your language.")
        return work.new_id()


EXAMPLES: Final = Registry.of(events=[Said, Painted], tasks=[Paint], commands=[Erase, Tidy])
"""What a storage under test must be able to store."""

_seeds = itertools.count(1)


def invocation(actor: Actor = SYSTEM, key: str | None = None) -> Invocation:
    """A call like no other."""
    return Invocation(actor, next(_seeds) << 32, key)


async def write(storage: Storage, body: Callable[[UnitOfWork], T], *, actor: Actor = SYSTEM) -> T:
    """Run a body in a transaction, and answer its value."""
    value: T = (await storage.write(invocation(actor), body)).value
    return value


async def read(storage: Storage, body: Callable[[UnitOfWork], T]) -> T:
    """Run a body on one state."""
    return await storage.read(invocation(), body)


async def texts(storage: Storage, on: Topic = WALL) -> list[str]:
    """All that was said on a wall, in order."""

    def body(work: UnitOfWork) -> list[Any]:
        return [said(stored) for stored in work.log.after(on, 0, 10_000)]

    def said(stored: StoredEvent) -> Any:
        return stored.event.text if isinstance(stored.event, Said) else stored.event

    return await read(storage, body)
