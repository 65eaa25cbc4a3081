"""Which topics there are, and who may listen to them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_core.kernel.access import ALLOWED, Decision, Hidden
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Query
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.events import Event, split_topic
from phantom_core.kernel.ids import Id
from phantom_core.kernel.work import Work

__all__ = ["TOPICS", "Circle", "TopicKind", "Topics", "kind_of"]


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
class TopicKind:
    """One kind of topic: `user`, `room`.

    Attributes:
        may_join: decides whether the actor of a unit of work may listen to the topic of an id.
        state: makes the query for what such a topic is about, as it stands; `None` where there
            is nothing to load. It runs in the transaction that reads the topic's head.
        circle: who is seen there besides those who are in it, if anybody is.
    """

    may_join: Callable[[Any, Id], Decision]
    state: Callable[[Id], Query[Any]] | None = None
    circle: Circle | None = None


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
