"""A small world to deliver live in: a topic one may say things in, and readers made of paper."""

import json
from collections.abc import Awaitable, Callable, Generator, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

import anyio
import anyio.lowlevel
import attrs

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.transport import Frame
from phantom_core.kernel import (
    ALLOWED,
    Access,
    Actor,
    Command,
    Decision,
    Event,
    Hidden,
    Id,
    Query,
    StoredEvent,
    Topic,
    UserId,
    Work,
    person,
    topic,
    uuid7,
)
from phantom_core.live import Message, Notice, Removed, Resync, Signal, TopicKind, Withheld
from phantom_core.phantom import Phantom
from phantom_core.privacy import Ageing
from phantom_core.registry import Registry
from tests.unit.live.rules import RULES

__all__ = [
    "ADA",
    "BOB",
    "KINDS",
    "WALL",
    "Forget",
    "PaperWire",
    "Said",
    "Say",
    "encode",
    "make_phantom",
    "read",
    "seqs",
    "somebody",
    "until",
]

ADA: Final = person(UserId(uuid7(ManualClock().now, 1)))
BOB: Final = person(UserId(uuid7(ManualClock().now, 2)))
_WALL_ID: Final = uuid7(ManualClock().now, 3)
WALL: Final = topic("wall", _WALL_ID)


@attrs.frozen(kw_only=True)
class Said(Event):
    """Somebody has said something."""

    name: ClassVar[str] = "said"
    text: str
    where: Topic = WALL

    @property
    def topic(self) -> Topic:
        """Where."""
        return self.where


@attrs.frozen(kw_only=True)
class Say(Command[None]):
    """Say something."""

    access = Access.PERSON
    text: str
    where: Topic = WALL

    def run(self, work: Work) -> None:
        """Record it."""
        work.record(Said(text=self.text, where=self.where))


@attrs.frozen(kw_only=True)
class Forget(Command[None]):
    """Have the log forget what was said first."""

    access = Access.PERSON
    count: int

    def run(self, work: Any) -> None:
        """Let go of so many events."""
        aged = Ageing(table="events", since="at")
        work.aged_rows.drop(aged, work.now + timedelta(days=1), self.count)


@attrs.frozen(kw_only=True)
class CountSaid(Query[Mapping[str, int]]):
    """Ask how much was said."""

    access = Access.PERSON

    def run(self, work: Work) -> Mapping[str, int]:
        """Answer the number, as the state of the topic."""
        return {"said": work.log.head(WALL).seq}


def _not_bob(work: Work, identifier: Id) -> Decision:
    return Hidden("topic", f"wall:{identifier}") if work.actor == BOB else ALLOWED


KINDS: Final[Mapping[str, TopicKind]] = {
    "wall": TopicKind(may_join=_not_bob, state=lambda _: CountSaid()),
    "hall": TopicKind(may_join=lambda _work, _id: ALLOWED),
}


def make_phantom(clock: Callable[[], Any] | None = None) -> Phantom:
    """A new world in which one can say things."""
    registry = Registry.of(events=(Said, *RULES))
    return Phantom(MemoryStorage(clock=clock or ManualClock(), registry=registry))


def encode(message: Message | Notice) -> bytes:
    """Write a message in short."""
    if isinstance(message, Resync | Removed | Withheld):
        told: Mapping[str, Any] = {"type": _NOTICES[type(message)], "seq": message.seq}
    elif isinstance(message, StoredEvent):
        event = message.event
        told = {"seq": message.seq, "text": event.text if isinstance(event, Said) else event.name}
    else:
        told = _signal(message)
    return json.dumps(told).encode()


_NOTICES: Final = {Resync: "resync", Removed: "removed", Withheld: "withheld"}


def _signal(signal: Signal) -> Mapping[str, Any]:
    return {"type": signal.name, "by": signal.by, **signal.data}


class _Later:
    """Something that is sent once the reader reads again."""

    def __init__(self, send: Callable[[], Awaitable[None]]) -> None:
        self._send = send

    def __await__(self) -> Generator[Any, None, None]:
        return self._send().__await__()


class PaperWire:
    """A reader that keeps what it is sent, and may stop reading, or tear."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.torn = False
        self.backlog = 0
        self._reading = anyio.Event()
        self._reading.set()

    def send(self, frame: Frame) -> Awaitable[None] | None:
        """Keep it, or wait until reading goes on."""
        if self.torn:
            raise ConnectionError
        if not self._reading.is_set():
            return _Later(lambda: self._keep(frame))
        self.sent.append(frame.text)
        return None

    async def _keep(self, frame: Frame) -> None:
        await self._reading.wait()
        if self.torn:
            raise ConnectionError
        self.sent.append(frame.text)

    def unsent(self) -> int:
        """What a test says."""
        return self.backlog

    def stall(self) -> None:
        """Read nothing more."""
        if self._reading.is_set():
            self._reading = anyio.Event()

    def resume(self) -> None:
        """Read on."""
        self._reading.set()

    def tear(self) -> None:
        """Be gone."""
        self.torn = True
        self.resume()

    @property
    def told(self) -> list[dict[str, Any]]:
        """Everything that was sent, one by one."""
        return [message for text in self.sent for message in read(text)]


def read(text: str) -> list[dict[str, Any]]:
    """The messages of one frame."""
    value = json.loads(text)
    return value if isinstance(value, list) else [value]


async def until(condition: Callable[[], object]) -> None:
    """Let everybody else run until something is so."""
    with anyio.fail_after(60):
        while not condition():
            await anyio.lowlevel.checkpoint()


def seqs(told: list[dict[str, Any]]) -> list[int]:
    """The numbers of the events among what was told."""
    return [message["seq"] for message in told if "text" in message]


def somebody(number: int) -> Actor:
    """One of many."""
    return person(UserId(uuid7(ManualClock().now, 1000 + number)))
