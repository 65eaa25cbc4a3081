"""A chat room: where messages are numbered."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.kernel import Checked, Id, Rule, Topic, UserId, line, ruled, topic

__all__ = ["LONGEST_TITLE", "TITLE", "ChatKind", "ChatRoom", "ChatRoomId", "chat_topic"]

ChatRoomId = NewType("ChatRoomId", Id)
"""The id of a chat room."""

LONGEST_TITLE: Final = 100
"""The most characters of a chat room's title."""

TITLE: Final[Rule] = line(1, LONGEST_TITLE)
"""What a chat room may be called."""


class ChatKind(StrEnum):
    """What a chat room is for, and so who is in it.

    `direct` is two people, for ever; the members of a `group` are decided in it; those of `room`
    and `project` are those of the listening room or project that it is linked to.
    """

    DIRECT = "direct"
    GROUP = "group"
    ROOM = "room"
    PROJECT = "project"


def chat_topic(chat_room_id: ChatRoomId) -> Topic:
    """The topic in which a chat room's life is told."""
    return topic("chat", chat_room_id)


@attrs.frozen(kw_only=True)
class ChatRoom(Checked):
    """A chat room, and how far its messages have been counted.

    Attributes:
        linked_id: the listening room or project whose chat it is.
        low_id: of the two in a direct chat, the one with the lesser id.
        high_id: the other one.
        last_seq: the number of the last message; 0 before the first.
        last_at: when that was sent; at first, when the room was made.
        member_count: how many are in it now.
        closed_at: when what it is linked to was over, if it is.
    """

    id: ChatRoomId
    kind: ChatKind
    title: str | None = ruled(TITLE, default=None)
    linked_id: Id | None = None
    low_id: UserId | None = None
    high_id: UserId | None = None
    created_at: datetime
    last_seq: int = 0
    last_at: datetime
    member_count: int = 0
    closed_at: datetime | None = None

    @property
    def topic(self) -> Topic:
        """Where its life is told."""
        return chat_topic(self.id)

    @property
    def is_linked(self) -> bool:
        """Whether it belongs to something else."""
        return self.linked_id is not None

    def peer_of(self, user_id: UserId) -> UserId | None:
        """The other one in a direct chat; `None` in others."""
        return self.high_id if user_id == self.low_id else self.low_id

    def counted(self, now: datetime) -> "ChatRoom":
        """With one more message."""
        return attrs.evolve(self, last_seq=self.last_seq + 1, last_at=now)
