"""What is told without being stored."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import StoredEvent, Topic

__all__ = ["Message", "Resync", "Scalar", "Signal"]

Scalar = str | int | float | bool | None
"""What a signal's data are made of."""


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
    data: Mapping[str, Scalar]
    key: str | None = None


@attrs.frozen(kw_only=True)
class Resync:
    """A reader was too slow for a topic and hears it no longer, until it joins again.

    Attributes:
        seq: the last event that this reader was told.
    """

    topic: Topic
    seq: int


Message = StoredEvent | Signal
"""What travels between processes."""
