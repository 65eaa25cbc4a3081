"""What happens in chat rooms. Each event says all that it changes, with the people it names.

What people say is told with its place too, from which follows who is notified; clients know it.
"""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.chat.message import MessageId
from phantom_core.chat.notice import NoticeKind
from phantom_core.chat.room import ChatKind, ChatRoom, ChatRoomId, chat_topic
from phantom_core.chat.views import MessagePlace, ShownMember, ShownMessage
from phantom_core.kernel import Event, Id, Person, Topic, UserId, topic

__all__ = [
    "EVENTS",
    "ChatEntered",
    "ChatEvent",
    "ChatMemberBanned",
    "ChatMemberJoined",
    "ChatMemberLeft",
    "ChatMemberModerated",
    "ChatParted",
    "ChatRoomChanged",
    "MessageDeleted",
    "MessageEdited",
    "MessageReaction",
    "MessageSent",
    "ReceiptMoved",
]


@attrs.frozen(kw_only=True)
class ChatEvent(Event):
    """Something in one chat room."""

    chat_room_id: ChatRoomId

    @property
    def topic(self) -> Topic:
        """The chat room's topic."""
        return chat_topic(self.chat_room_id)


@attrs.frozen(kw_only=True)
class MessageSent(ChatEvent):
    """A message has come. Who sent it has seen all before it, unless it is the room's own."""

    name: ClassVar[str] = "chat.message"
    message: ShownMessage
    place: MessagePlace | None = None


@attrs.frozen(kw_only=True)
class MessageEdited(ChatEvent):
    """A message has other words."""

    name: ClassVar[str] = "chat.edited"
    message_id: MessageId
    seq: int
    content: str
    mentions: tuple[Person, ...]
    edited_at: datetime
    place: MessagePlace | None = None


@attrs.frozen(kw_only=True)
class MessageDeleted(ChatEvent):
    """Of a message only its place is left: no content, no reactions, no mentions."""

    name: ClassVar[str] = "chat.deleted"
    message_id: MessageId
    seq: int
    deleted_at: datetime


@attrs.frozen(kw_only=True)
class MessageReaction(ChatEvent):
    """Somebody's emoji stands under a message, as the last of its kind, or does no longer."""

    name: ClassVar[str] = "chat.reaction"
    message_id: MessageId
    seq: int
    emoji: str
    person: Person
    given: bool
    place: MessagePlace | None = None


@attrs.frozen(kw_only=True)
class ReceiptMoved(Event):
    """Somebody has received and seen more.

    It is told in the chat room where its members share that; elsewhere to oneself only, for one's
    other devices.

    Attributes:
        delivered_seq: the last message that has reached them.
        seen_seq: the last one that they have seen.
        shared: whether the others are told.
    """

    name: ClassVar[str] = "chat.receipt"
    chat_room_id: ChatRoomId
    person: Person
    delivered_seq: int
    seen_seq: int
    shared: bool

    @property
    def topic(self) -> Topic:
        """The chat room's topic, or their own."""
        return chat_topic(self.chat_room_id) if self.shared else topic("user", self.person.id)


@attrs.frozen(kw_only=True)
class ChatMemberJoined(ChatEvent):
    """Somebody has come in."""

    name: ClassVar[str] = "chat.member.joined"
    member: ShownMember
    member_count: int


@attrs.frozen(kw_only=True)
class ChatMemberLeft(ChatEvent):
    """Somebody is no longer in, by whoever's wish; they hear no more of it."""

    name: ClassVar[str] = "chat.member.left"
    user_id: UserId
    member_count: int


@attrs.frozen(kw_only=True)
class ChatMemberModerated(ChatEvent):
    """Somebody's role, mute or ban is another.

    Attributes:
        act: what was done.
        member: how they stand now.
    """

    name: ClassVar[str] = "chat.moderated"
    act: NoticeKind
    member: ShownMember


@attrs.frozen(kw_only=True)
class ChatMemberBanned(ChatEvent):
    """Somebody may not enter until then; what the chat belongs to puts them out as well."""

    name: ClassVar[str] = "chat.banned"
    kind: ChatKind
    linked_id: Id | None
    user_id: UserId
    until: datetime


@attrs.frozen(kw_only=True)
class ChatRoomChanged(ChatEvent):
    """The chat room has another title, or is closed."""

    name: ClassVar[str] = "chat.room.changed"
    room: ChatRoom


@attrs.frozen(kw_only=True)
class ChatEntered(Event):
    """The user is in a chat room now, by whoever's wish.

    Attributes:
        peer: the other one in a direct chat.
    """

    name: ClassVar[str] = "chat.entered"
    user_id: UserId
    room: ChatRoom
    peer: Person | None = None

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class ChatParted(Event):
    """The user is in a chat room no longer."""

    name: ClassVar[str] = "chat.parted"
    user_id: UserId
    chat_room_id: ChatRoomId

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


EVENTS: Final[tuple[type[Event], ...]] = (
    MessageSent,
    MessageEdited,
    MessageDeleted,
    MessageReaction,
    ReceiptMoved,
    ChatMemberJoined,
    ChatMemberLeft,
    ChatMemberModerated,
    ChatMemberBanned,
    ChatRoomChanged,
    ChatEntered,
    ChatParted,
)
"""All of them, for the registry."""
