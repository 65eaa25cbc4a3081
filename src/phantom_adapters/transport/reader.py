"""Somebody who is connected, and why they must go."""

from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

import attrs

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.outbox import Outbox
from phantom_core.kernel import Actor, Topic, UserId

__all__ = ["Attention", "End", "Reader", "Stay"]


class Attention(Protocol):
    """Whoever is told who comes into topics, and goes."""

    def __call__(self, topic: Topic, user_id: UserId, *, here: bool) -> None:
        """A person is in a topic now, or is there no longer. This must not block."""


class End(Enum):
    """Why a hub lets a reader go."""

    STALLED = auto()
    CLOSING = auto()


@attrs.define(eq=False)
class Stay:
    """Somebody's stay in a topic.

    Attributes:
        admitted: the event up to which it is known that they may listen; `None` as long as they
            are about to come in, and are still told what they missed.
    """

    channel: Channel
    admitted: int | None = None


@attrs.define(eq=False, kw_only=True)
class Reader:
    """One connection of a person who is signed in.

    Attributes:
        end: is called when the reader must go.
        topics: where it is present; it may hear nothing of one for which it was too slow.
        let_go: whether it is about to be ended, and comes into no topic any more.
    """

    actor: Actor
    outbox: Outbox
    end: Callable[[End], None]
    topics: dict[Topic, Stay] = attrs.field(factory=dict)
    let_go: bool = False
