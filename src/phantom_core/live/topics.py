"""Which topics there are, and who may listen to them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum, auto
from typing import Any, Final

import attrs

from phantom_core.kernel.access import ALLOWED, Decision, Hidden
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Query
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.events import Event, StoredEvent, split_topic
from phantom_core.kernel.ids import Id
from phantom_core.kernel.work import Work

__all__ = [
    "EVERYBODY",
    "TOPICS",
    "AllBut",
    "Blocking",
    "Circle",
    "Ended",
    "Ends",
    "Everybody",
    "Speakers",
    "TopicKind",
    "Topics",
    "kind_of",
    "said_in",
]


class Everybody(Enum):
    """All people, whoever they are."""

    EVERYBODY = auto()


EVERYBODY: Final = Everybody.EVERYBODY
"""All people, whoever they are."""


@attrs.frozen
class AllBut:
    """All people but some."""

    people: Collection[UserId]


Ended = Collection[UserId] | Everybody | AllBut
"""Whose right to listen ends."""

Ends = Callable[[StoredEvent], Ended]
"""Says whose right to listen to a topic ends with an event of it."""

Speakers = Callable[[StoredEvent], Collection[UserId]]
"""Says whose own words an event is, or whom it is about, if that is anybody."""


@attrs.frozen(kw_only=True)
class Circle:
    """Who is seen in a topic without being in it; for kinds whose topics are each one person's own.

    Two people are seen in each other's topics while each is in the other's circle.

    Attributes:
        of: makes the query for the people in the circle of a person.
        changes: the events of that person's topic which may make it another circle.
    """

    of: Callable[[UserId], Query[Sequence[UserId]]]
    changes: tuple[type[Event], ...]


@attrs.frozen(kw_only=True)
class Blocking:
    """Whom somebody has blocked; for kinds whose topics are each one person's own.

    Attributes:
        of: makes the query for all whom a person has blocked.
        begun: whom an event of that person's topic says to be blocked from then on, if anybody.
        ended: whom it says to be blocked no longer, if anybody.
    """

    of: Callable[[UserId], Query[Collection[UserId]]]
    begun: Callable[[Event], UserId | None]
    ended: Callable[[Event], UserId | None]


def _nobody(_: StoredEvent) -> Collection[UserId]:
    return ()


@attrs.frozen(kw_only=True)
class TopicKind:
    """One kind of topic: `user`, `room`.

    Attributes:
        may_join: decides whether the actor of a unit of work may listen to the topic of an id.
        state: makes the query for what such a topic is about, as it stands; `None` where there
            is nothing to load. It runs in the transaction that reads the topic's head.
        circle: who is seen there besides those who are in it, if anybody is.
        ends: whose right to listen ends with an event: they are told it, and nothing after it.
        speakers: whose own words an event is, or whom it is about. It is withheld from those who
            have blocked one of them, and so are all a person's signals and presence. `None` for
            kinds in which everybody hears everybody.
        blocking: how it is known whom the person has blocked whose own topic it is, if that is
            told there.
        activities: what people may say that they do there, besides nothing; `None` where they
            may say what they like.
    """

    may_join: Callable[[Any, Id], Decision]
    state: Callable[[Id], Query[Any]] | None = None
    circle: Circle | None = None
    ends: Ends = _nobody
    speakers: Speakers | None = None
    blocking: Blocking | None = None
    activities: Collection[str] | None = None


Topics = Mapping[str, TopicKind]
"""Kinds of topics by name."""


def _only_oneself(work: Work, user_id: Id) -> Decision:
    return ALLOWED if work.actor.user_id == user_id else Hidden("topic", f"user:{user_id}")


TOPICS: Final[Topics] = {"user": TopicKind(may_join=_only_oneself)}
"""The kinds of topics that need nothing but the kernel."""


def kind_of(topics: Topics, name: str) -> TopicKind:
    """The kind of a topic, by the topic's whole name. Raises: NotFound."""
    parts = split_topic(name)
    if parts is None or parts[0] not in topics:
        raise NotFound("topic", name)
    return topics[parts[0]]


def said_in(*kinds: type[Event]) -> Speakers:
    """Say that events of some classes are the words of whoever caused them, and others nobody's."""

    def speakers(stored: StoredEvent) -> Collection[UserId]:
        return (stored.by,) if stored.by and isinstance(stored.event, kinds) else ()

    return speakers
