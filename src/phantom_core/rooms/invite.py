"""Invites to private rooms."""

from datetime import datetime
from enum import Enum
from typing import Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.names import InviteId, RoomId

__all__ = ["MOST_PENDING", "InviteStatus", "RoomInvite"]

MOST_PENDING: Final = 100
"""How many invites to one room may wait for their answers."""


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

    def answered(self, status: InviteStatus) -> "RoomInvite":
        """It is no longer pending."""
        return attrs.evolve(self, status=status)
