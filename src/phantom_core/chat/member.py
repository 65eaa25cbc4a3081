"""Who is, or has been, in a chat room: their role, what they may not do, what they have seen."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.chat.room import ChatRoomId
from phantom_core.kernel import UserId

__all__ = ["SHARING", "ChatMember", "Role", "outranks"]

SHARING: Final = 20
"""In chats of so many members at the most, each is told what the others have received and seen."""


class Role(StrEnum):
    """What somebody is in a chat room."""

    GUEST = "guest"
    MOD = "mod"
    ADMIN = "admin"


_RANKS: Final = {Role.GUEST: 0, Role.MOD: 1, Role.ADMIN: 2}


def outranks(one: Role, other: Role) -> bool:
    """Whether one role is above another."""
    return _RANKS[one] > _RANKS[other]


@attrs.frozen(kw_only=True)
class ChatMember:
    """Somebody's place in a chat room. It is kept when they leave, so that a ban or mute holds.

    Marks are numbers of messages, and never go back. Two are the member's own; the others say as
    much of them as the rest may know.

    Attributes:
        joined_at: when they came in last.
        left_at: when they went; `None` while they are in.
        muted_until: until then they read only.
        banned_until: until then they cannot come in.
        last_delivered_seq: the last message that has reached them.
        last_seen_seq: the last message that they have seen; no later than the one delivered.
        shown_delivered_seq: what others know of the first.
        shown_seen_seq: what others know of the second.
    """

    chat_room_id: ChatRoomId
    user_id: UserId
    role: Role = Role.GUEST
    joined_at: datetime
    left_at: datetime | None = None
    muted_until: datetime | None = None
    banned_until: datetime | None = None
    last_delivered_seq: int = 0
    last_seen_seq: int = 0
    shown_delivered_seq: int = 0
    shown_seen_seq: int = 0

    @property
    def present(self) -> bool:
        """Whether they are in."""
        return self.left_at is None

    @property
    def moderates(self) -> bool:
        """Whether they may act on others."""
        return self.role is not Role.GUEST

    def muted(self, now: datetime) -> bool:
        """Whether they may only read."""
        return self.muted_until is not None and now < self.muted_until

    def banned(self, now: datetime) -> bool:
        """Whether they cannot come in."""
        return self.banned_until is not None and now < self.banned_until

    def entered(self, role: Role, last_seq: int, now: datetime) -> "ChatMember":
        """In (again), with nothing unread."""
        moved = self.moved(last_seq, last_seq, shown=False)
        return attrs.evolve(moved, role=role, joined_at=now, left_at=None)

    def gone(self, now: datetime) -> "ChatMember":
        """No longer in."""
        return attrs.evolve(self, left_at=now, role=Role.GUEST)

    def moved(self, delivered: int, seen: int, *, shown: bool) -> "ChatMember":
        """With its marks moved on to these numbers, where they are not further already."""
        seen = max(self.last_seen_seq, seen)
        delivered = max(self.last_delivered_seq, delivered, seen)
        changed = attrs.evolve(self, last_delivered_seq=delivered, last_seen_seq=seen)
        if not shown:
            return changed
        return attrs.evolve(changed, shown_delivered_seq=delivered, shown_seen_seq=seen)

    def has_seen(self, seq: int, sent_at: datetime) -> bool:
        """Whether the others know that a message was seen: one that was sent while they were in."""
        return self.shown_seen_seq >= seq and self.joined_at <= sent_at
