"""Who is in a room."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.names import RoomId

__all__ = ["GRACE", "LeaveReason", "RoomMember"]

GRACE: Final = timedelta(seconds=20)
"""How long somebody may be without a socket before they have left."""


class LeaveReason(Enum):
    """Why somebody is no longer in a room."""

    LEFT = "left"
    DROPPED = "dropped"
    KICKED = "kicked"
    BANNED = "banned"
    CLOSED = "closed"


@attrs.frozen(kw_only=True)
class RoomMember:
    """Somebody who is in a room, or was. One for each room and user, ever.

    Attributes:
        joined_at: when they came in last.
        left_at: when they left; `None` while they are there.
        dropped_at: since when none of their sockets listens to the room; `None` while one does,
            and for those who have never listened.
        votes_waived: whether they leave the music to the host.
        is_muted: whether they have muted themself in calls; it stays over leaving and returning.
        is_deafened: whether they hear nobody in calls; as above.
        expelled: whether the host has put them out; an invite lets them in again.
    """

    room_id: RoomId
    user_id: UserId
    joined_at: datetime
    left_at: datetime | None = None
    dropped_at: datetime | None = None
    votes_waived: bool = False
    is_muted: bool = False
    is_deafened: bool = False
    expelled: bool = False

    @property
    def present(self) -> bool:
        """Whether they are in the room now."""
        return self.left_at is None

    @property
    def departs_at(self) -> datetime | None:
        """When they count as gone, unless they come back before."""
        return None if self.dropped_at is None else self.dropped_at + GRACE

    def departed(self, now: datetime) -> bool:
        """Whether they count as gone by now."""
        return self.departs_at is not None and self.departs_at <= now

    def back(self, now: datetime) -> "RoomMember":
        """They come in again."""
        return attrs.evolve(
            self, joined_at=now, left_at=None, dropped_at=None, votes_waived=False, expelled=False
        )

    def gone(self, at: datetime, *, expelled: bool = False) -> "RoomMember":
        """They leave."""
        return attrs.evolve(self, left_at=at, dropped_at=None, expelled=expelled)
