"""What happened: facts, told to topics, numbered without gaps."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar, NewType

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id, is_id

__all__ = ["Event", "Head", "StoredEvent", "Topic", "UnknownEvent", "split_topic", "topic"]

Topic = NewType("Topic", str)
"""A stream of events that one can listen to: a kind, a colon, an id: `user:01H...`."""


def topic(kind: str, identifier: Id) -> Topic:
    """Name the topic of one thing."""
    return Topic(f"{kind}:{identifier}")


def split_topic(name: str) -> tuple[str, Id] | None:
    """Take a topic's name apart; `None` if it is no topic's name."""
    kind, colon, identifier = name.partition(":")
    return (kind, Id(identifier)) if colon and kind.isidentifier() and is_id(identifier) else None


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened; the past tense of a command.

    Attributes:
        name: the event's stable name, stored and sent: `analysis.done`.
        topic: where it is told.
    """

    name: ClassVar[str]

    @property
    @abstractmethod
    def topic(self) -> Topic:
        """The topic that is told."""


@attrs.frozen(kw_only=True)
class UnknownEvent(Event):
    """What another version wrote and this one cannot read: it happened, and has its number.

    It is never recorded, and never told: whoever should hear it loads the state instead.

    Attributes:
        written: the name under which it is stored.
    """

    name: ClassVar[str] = "unknown"
    topic: Topic
    written: str


@attrs.frozen(kw_only=True)
class StoredEvent:
    """An event as the log keeps it.

    Attributes:
        topic: where it was told.
        seq: its number in that topic, from 1, without gaps.
        at: when it was stored; within a topic it never goes back.
        by: the person who caused it, if it was one.
        event: what happened.
    """

    topic: Topic
    seq: int
    at: datetime
    by: UserId | None
    event: Event

    @property
    def name(self) -> str:
        """The name under which the event is stored."""
        return self.event.written if isinstance(self.event, UnknownEvent) else self.event.name


@attrs.frozen(kw_only=True)
class Head:
    """Where a topic stands: number and time of its last event; 0 and `None` before the first."""

    topic: Topic
    seq: int = 0
    at: datetime | None = None
