"""What servers tell each other about who is with them, so that all show the same people."""

from collections.abc import Mapping, Sequence

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Topic
from phantom_core.live.presence import Presence

__all__ = ["Asking", "AtHome", "Beat", "Near", "People", "Resumed", "Rolls", "Seen", "Word"]

People = Mapping[UserId, Presence | None]
"""Some people, each with what they have said last of how they are; `None` if nothing."""


@attrs.frozen(kw_only=True)
class Seen:
    """Somebody has come to a topic by a server, shows themself otherwise, or has gone from it.

    Attributes:
        server: which run of which server says so.
        number: the how manyth such word of that server it is; who has missed one asks again.
        here: whether the server has a connection of theirs there.
        said: what they have said last through it.
    """

    server: str
    number: int
    topic: Topic
    user_id: UserId
    here: bool
    said: Presence | None = None


@attrs.frozen(kw_only=True)
class Rolls:
    """Everybody whom a server has in some topics, in answer to who asked.

    Attributes:
        to: who asked.
        people: by topic, all of them that the server has there.
    """

    server: str
    to: str
    people: Mapping[Topic, People]


@attrs.frozen(kw_only=True)
class Asking:
    """A server asks whom others have in some topics.

    Attributes:
        to: the server that is asked; it answers for every topic. If `None`, all are, and those
            answer who have somebody there.
    """

    server: str
    topics: Sequence[Topic]
    to: str | None = None


@attrs.frozen(kw_only=True)
class Beat:
    """A server lives; whom it has are forgotten when it says so no longer.

    Attributes:
        number: how many words `Seen` it has said.
        last: whether it goes now.
    """

    server: str
    number: int
    last: bool = False


@attrs.frozen(kw_only=True)
class AtHome:
    """Somebody listens to their own topic by a server, or their circle is another one.

    Whoever of their circle is at home on another server is shown to them, and they to those: each
    server tells, with `Near`, of those whom it has.

    Attributes:
        topic: their own.
        circle: the topics of the people in it.
        presence: how they are seen.
    """

    server: str
    topic: Topic
    circle: Sequence[Topic]
    presence: Presence | None


@attrs.frozen(kw_only=True)
class Near:
    """How somebody is seen in the topics of those of their circle who are on other servers.

    Attributes:
        topic: their own.
        seen_in: the topics in which they are seen.
        presence: how; `None` if no longer.
    """

    server: str
    topic: Topic
    seen_in: Sequence[Topic]
    presence: Presence | None


@attrs.frozen
class Resumed:
    """Said by a transport to its own listeners: what others said may have been lost until now."""


Word = Seen | Rolls | Asking | Beat | AtHome | Near | Resumed
"""What servers tell each other about who is with them."""
