"""A club that some may not enter any more, and people who want to hear nothing of others."""

from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Final

import attrs

from phantom_core.kernel import (
    ALLOWED,
    Access,
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
    topic,
)
from phantom_core.live import EVERYBODY, Blocking, Everybody

__all__ = [
    "BLOCKING",
    "RULES",
    "Admitted",
    "Barred",
    "Blocked",
    "Record",
    "Unblocked",
    "may_enter",
    "who_is_barred",
]


@attrs.frozen(kw_only=True)
class _OfClub(Event):
    where: Topic
    who: UserId | None = None

    @property
    def topic(self) -> Topic:
        """The club."""
        return self.where


@attrs.frozen(kw_only=True)
class Barred(_OfClub):
    """Somebody may not be in the club any more; nobody may, if nobody is named."""

    name: ClassVar[str] = "barred"


@attrs.frozen(kw_only=True)
class Admitted(_OfClub):
    """Somebody may enter again."""

    name: ClassVar[str] = "admitted"


@attrs.frozen(kw_only=True)
class _OfPerson(Event):
    user_id: UserId
    other: UserId

    @property
    def topic(self) -> Topic:
        """The person's own."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class Blocked(_OfPerson):
    """Somebody wants to hear nothing of another."""

    name: ClassVar[str] = "blocked"


@attrs.frozen(kw_only=True)
class Unblocked(_OfPerson):
    """Somebody listens to another again."""

    name: ClassVar[str] = "unblocked"


RULES: Final = (Admitted, Barred, Blocked, Unblocked)
"""All of them."""


@attrs.frozen(kw_only=True)
class Record(Command[None]):
    """Have something happen."""

    access = Access.SYSTEM
    event: Event

    def run(self, work: Work) -> None:
        """Record it."""
        work.record(self.event)


def _happened(work: Work, where: Topic) -> Iterator[Any]:
    return (stored.event for stored in work.log.after(where, 0, 1000))


def may_enter(work: Work, identifier: Id) -> Decision:
    """Whoever was not barred from the club, or was admitted since."""
    where = topic("club", identifier)
    decision: Decision = ALLOWED
    for event in _happened(work, where):
        if isinstance(event, _OfClub) and event.who in {None, work.actor.user_id}:
            decision = ALLOWED if isinstance(event, Admitted) else Hidden("topic", where)
    return decision


def who_is_barred(stored: StoredEvent) -> Collection[UserId] | Everybody:
    """Who must leave the club."""
    event = stored.event
    if not isinstance(event, Barred):
        return ()
    return EVERYBODY if event.who is None else {event.who}


@attrs.frozen(kw_only=True)
class _WhomTheyBlock(Query[Collection[UserId]]):
    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: Work) -> Collection[UserId]:
        found: set[UserId] = set()
        for event in _happened(work, topic("user", self.user_id)):
            (found.add if isinstance(event, Blocked) else found.discard)(event.other)
        return found


def _blocked_by(user_id: UserId) -> _WhomTheyBlock:
    return _WhomTheyBlock(user_id=user_id)


BLOCKING: Final = Blocking(
    of=_blocked_by,
    begun=lambda event: event.other if isinstance(event, Blocked) else None,
    ended=lambda event: event.other if isinstance(event, Unblocked) else None,
)
"""How one's own topic tells it."""
