"""What happens to matches, told to each of the two by themself.

Nothing is told of what the other side says until both like.
"""

from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Event, Topic, UserId, topic
from phantom_core.matching.match import MatchStatus

__all__ = ["EVENTS", "MatchChanged", "MatchEvent", "MatchMade"]


@attrs.frozen(kw_only=True)
class MatchEvent(Event):
    """Something about a match, as one of the two sees it.

    Attributes:
        user_id: who is told.
        other_id: whom they are matched with.
    """

    user_id: UserId
    other_id: UserId

    @property
    def topic(self) -> Topic:
        """The topic of the one who is told."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class MatchMade(MatchEvent):
    """Both like each other: each is told, and a direct chat opens."""

    name: ClassVar[str] = "match.made"


@attrs.frozen(kw_only=True)
class MatchChanged(MatchEvent):
    """What a match is to somebody is something else now.

    Attributes:
        status: what it is; `None` if they are not shown it any more.
    """

    name: ClassVar[str] = "match.changed"
    status: MatchStatus | None


EVENTS: Final[tuple[type[Event], ...]] = (MatchMade, MatchChanged)
"""All of them, for the registry."""
