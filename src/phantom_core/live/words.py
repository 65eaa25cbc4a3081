"""What servers tell each other about who is with them, so that all show the same people."""

from collections.abc import Mapping, Sequence

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Topic
from phantom_core.live.presence import Presence

__all__ = ["Asking", "Beat", "People", "Resumed", "Rolls", "Seen", "Word"]

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


@attrs.frozen
class Resumed:
    """Said by a transport to its own listeners: what others said may have been lost until now."""


Word = Seen | Rolls | Asking | Beat | Resumed
"""What servers tell each other about who is with them."""
