"""What is told without being stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import StoredEvent, Topic

__all__ = ["Json", "Message", "Notice", "Removed", "Resync", "Scalar", "Signal", "Withheld"]

Scalar = str | int | float | bool | None
"""The simplest of what a signal's data are made of."""

Json = Scalar | Sequence["Json"] | Mapping[str, "Json"]
"""What a signal's data are made of: what JSON can say."""


@attrs.frozen(kw_only=True)
class Signal:
    """Something that matters now and never again: who is here, who is typing, where a cursor is.

    Signals have no `seq`. One that is lost is not missed, because the next one says it all.

    Attributes:
        topic: where it is told.
        name: what it is: `user.presence`.
        at: when.
        by: the person it is about, if it is one.
        data: the rest, by field.
        key: what it is the latest word on; an older signal with this key in the same topic need
            not be told any more. `None` for a signal that takes nothing back.
    """

    topic: Topic
    name: str
    at: datetime
    by: UserId | None
    data: Mapping[str, Json]
    key: str | None = None


@attrs.frozen(kw_only=True)
class Resync:
    """A reader was too slow for a topic and hears it no longer, until it joins again.

    Attributes:
        seq: the last event that this reader was told.
    """

    topic: Topic
    seq: int


@attrs.frozen(kw_only=True)
class Removed:
    """A reader may listen to a topic no longer, and hears nothing more of it.

    Attributes:
        seq: the event that ended it, the last one that this reader was told.
    """

    topic: Topic
    seq: int


@attrs.frozen(kw_only=True)
class Withheld:
    """An event is nothing to a reader, who has blocked the person whose words it is.

    Attributes:
        seq: the event's number, so that the reader knows of no gap.
        at: when it was stored.
    """

    topic: Topic
    seq: int
    at: datetime


Message = StoredEvent | Signal
"""What all readers of a topic are told."""

Notice = Resync | Removed | Withheld
"""What single readers of a topic are told in place of what happens there."""
