"""Chat rooms, members and messages with the people whom they name, as they are shown."""

from collections.abc import Mapping

import attrs

from phantom_core.chat.member import ChatMember
from phantom_core.chat.message import ChatMessage
from phantom_core.chat.room import ChatKind, ChatRoom
from phantom_core.kernel import Page, Person, UserId

__all__ = [
    "ChatEntry",
    "ChatState",
    "ChatView",
    "MessagePlace",
    "OpenedChat",
    "ShownMember",
    "ShownMessage",
]


@attrs.frozen(kw_only=True)
class ShownMember:
    """A member, and who that is."""

    member: ChatMember
    person: Person


@attrs.frozen(kw_only=True)
class ShownMessage:
    """A message, and those whom it names.

    Attributes:
        people: everybody whom it names and who is known, in no order.
        seen_by: the other members of whom it is known that they have seen it.
    """

    message: ChatMessage
    people: tuple[Person, ...]
    seen_by: tuple[Person, ...] = ()

    @property
    def named(self) -> Mapping[UserId, Person]:
        """The people by id."""
        return {person.id: person for person in self.people}


@attrs.frozen(kw_only=True)
class MessagePlace:
    """Where a message stands, for whatever follows from it elsewhere.

    Attributes:
        title: what the chat room is called, if it has a name.
        author_id: who sent the message, if they are in the room.
        peer_id: the other one in a direct chat.
        answered_id: who sent the message that it answers, if they are in the room.
        caught_up: whether sending it has marked something as seen that was not.
    """

    kind: ChatKind
    title: str | None = None
    author_id: UserId | None = None
    peer_id: UserId | None = None
    answered_id: UserId | None = None
    caught_up: bool = False


@attrs.frozen(kw_only=True)
class ChatEntry:
    """A chat room in one's list.

    Attributes:
        me: one's own place in it.
        peer: the other one in a direct chat.
    """

    room: ChatRoom
    me: ChatMember
    peer: Person | None = None

    @property
    def unread(self) -> int:
        """How many messages one has not seen."""
        return self.room.last_seq - self.me.last_seen_seq


@attrs.frozen(kw_only=True)
class OpenedChat:
    """A chat room that was asked for.

    Attributes:
        is_new: whether there was none before.
    """

    entry: ChatEntry
    is_new: bool


@attrs.frozen(kw_only=True)
class ChatView:
    """A chat room, looked at by a member.

    Attributes:
        members: the first two hundred who are in it, those first who have been in longest.
    """

    entry: ChatEntry
    members: tuple[ShownMember, ...]


@attrs.frozen(kw_only=True)
class ChatState:
    """What a chat room's topic is about.

    Attributes:
        messages: the newest page, the newest first.
    """

    view: ChatView
    messages: Page[ShownMessage]
