"""Invites to private rooms."""

from datetime import datetime
from enum import Enum

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.names import InviteId, RoomId

__all__ = ["InviteStatus", "RoomInvite"]


class InviteStatus(Enum):
    """Where an invite stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVOKED = "revoked"


@attrs.frozen(kw_only=True)
class RoomInvite:
    """Somebody may come into a private room. At most one is pending for each room and user."""

    id: InviteId
    room_id: RoomId
    invited_by: UserId
    invited_user_id: UserId
    created_at: datetime
    status: InviteStatus = InviteStatus.PENDING

    @property
    def pending(self) -> bool:
        """Whether it can still be answered."""
        return self.status is InviteStatus.PENDING
