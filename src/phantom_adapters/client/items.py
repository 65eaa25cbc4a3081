"""What a topic's stream is made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Self

import attrs

__all__ = ["NOBODY", "Event", "Fresh", "Item", "Presence", "Seen", "Signal"]

_OFFLINE: Final = "offline"


@attrs.frozen(kw_only=True)
class Event:
    """Something that has happened; each has the number after the last one's.

    Attributes:
        type: what it is; of what somebody says whom one has blocked no more is known than that
            it is `withheld`.
        by: the id of the person who did it, if it was one who may be known.
    """

    type: str
    topic: str
    seq: int
    at: datetime
    by: str | None
    data: Mapping[str, Any]

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self:
        """Read it as the server tells it."""
        return cls(seq=message["seq"], **_told(message))


@attrs.frozen(kw_only=True)
class Signal:
    """Something that matters now and is not numbered: who is here, who is typing.

    Attributes:
        by: the id of the person it is about, if it is one.
    """

    type: str
    topic: str
    at: datetime
    by: str | None
    data: Mapping[str, Any]

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self:
        """Read it as the server tells it."""
        return cls(**_told(message))


@attrs.frozen(kw_only=True)
class Fresh:
    """What came before could not be told event by event: this is how all stands by now.

    Attributes:
        state: what the topic is about, as `Topic.state`.
        seq: the number of the last event that is in it.
    """

    state: Any
    seq: int


Item = Event | Signal | Fresh
"""What a stream yields."""


@attrs.frozen(kw_only=True)
class Seen:
    """How somebody is seen: `online`, `away` or `busy`, and what they say they are doing.

    Attributes:
        cursor_ms: where they are in the music of a project, if they point somewhere.
    """

    status: str
    activity: str = ""
    cursor_ms: int | None = None


@attrs.frozen(kw_only=True)
class Presence:
    """Who is seen in a topic.

    Attributes:
        count: how many.
        people: by id, the first hundred of them, and who has come or changed since.
    """

    count: int = 0
    people: Mapping[str, Seen] = attrs.field(factory=dict)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Read it as the answer to a join has it."""
        people = {each["userId"]: _seen(each) for each in told["people"]}
        return cls(count=told["count"], people=people)

    def after(self, signal: Signal) -> Self:
        """Who is seen after a signal `user.presence`."""
        people = {name: seen for name, seen in self.people.items() if name != signal.by}
        if signal.by is not None and signal.data["status"] != _OFFLINE:
            people[signal.by] = _seen(signal.data)
        return attrs.evolve(self, count=signal.data["count"], people=people)

    def pointed(self, signal: Signal) -> Self:
        """Who is seen after a signal `user.cursor`, which moves one of them."""
        seen = self.people.get(signal.by or "")
        if seen is None:
            return self
        moved = attrs.evolve(seen, cursor_ms=signal.data["positionMs"])
        return attrs.evolve(self, people={**self.people, str(signal.by): moved})


NOBODY: Final = Presence()
"""Nobody is seen."""


def _told(message: Mapping[str, Any]) -> dict[str, Any]:
    """What events and signals have in common; a newer server may tell more."""
    return {
        "type": message["type"],
        "topic": message["topic"],
        "at": datetime.fromisoformat(message["at"]),
        "by": message.get("by"),
        "data": message.get("data", {}),
    }


def _seen(told: Mapping[str, Any]) -> Seen:
    return Seen(
        status=told["status"],
        activity=told.get("activity", ""),
        cursor_ms=told.get("cursorMs"),
    )
