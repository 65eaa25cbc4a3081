"""What is told of chat rooms, and what a chat room's topic is about."""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.chat.payloads import (
    ChatMemberPayload,
    ChatPayload,
    ChatRoomPayload,
    MessagePayload,
    chat_member_of,
    chat_of,
    chat_room_of,
    message_of,
)
from phantom_app.http.identity.payloads import PersonPayload
from phantom_app.http.payloads import IdText, InstantText, Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.chat import (
    ChatRoom,
    ChatRoomId,
    ChatState,
    GetChatState,
    NoticeKind,
    ShownMember,
    ShownMessage,
    events,
    may_listen,
)
from phantom_core.kernel import Cursor, Event, Id, StoredEvent, UserId
from phantom_core.live import TopicKind, said_in

__all__ = [
    "CHAT_TOPIC",
    "EVENTS",
    "RESOURCES",
    "SIGNALS",
    "STATES",
    "BannedData",
    "ChatEnteredData",
    "ChatMemberJoinedData",
    "ChatMemberLeftData",
    "ChatPartedData",
    "ChatRoomData",
    "ChatStatePayload",
    "MessageData",
    "MessageDeletedData",
    "MessageEditedData",
    "MessagesPayload",
    "ModeratedData",
    "ReactionData",
    "ReceiptData",
    "TypingSignal",
]


class MessageData(EventPayload):
    """A message. Who sent it has seen all before it, unless it is the room's own (`system`)."""

    message: MessagePayload


class MessageEditedData(EventPayload):
    """A message's other words."""

    message_id: IdText
    seq: int
    content: str
    mentions: list[PersonPayload]
    edited_at: InstantText


class MessageDeletedData(EventPayload):
    """A message has no content any more, no reactions, no mentions."""

    message_id: IdText
    seq: int
    deleted_at: InstantText


class ReactionData(EventPayload):
    """Somebody's emoji stands under a message, as the last of its kind, or does no longer."""

    message_id: IdText
    seq: int
    emoji: str
    person: PersonPayload
    given: bool


class ReceiptData(EventPayload):
    """How far messages have reached somebody, and been seen by them.

    It is told in chats of up to twenty members. In others, and of who keeps it private, it is told
    in their own topic only. They are in `seenBy` of each message from `seenSeq` down that somebody
    else has sent since they joined.
    """

    chat_room_id: IdText
    person: PersonPayload
    delivered_seq: int
    seen_seq: int


class ChatMemberJoinedData(EventPayload):
    """Somebody has come in."""

    member: ChatMemberPayload
    member_count: int


class ChatMemberLeftData(EventPayload):
    """Somebody is no longer in; in `seenBy` of messages they are no longer named."""

    user_id: IdText
    member_count: int


class ModeratedData(EventPayload):
    """What was done to somebody, and how they stand now."""

    act: NoticeKind
    member: ChatMemberPayload


class BannedData(EventPayload):
    """Somebody may not enter until then."""

    user_id: IdText
    until: InstantText


class ChatRoomData(EventPayload):
    """The chat room, as it is now."""

    room: ChatRoomPayload


class ChatEnteredData(EventPayload):
    """A chat room that the user is in from now on; `peer` is the other one in a direct chat."""

    room: ChatRoomPayload
    peer: PersonPayload | None = None


class ChatPartedData(EventPayload):
    """A chat room that the user is in no longer."""

    chat_room_id: IdText


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    events.MessageSent: MessageData,
    events.MessageEdited: MessageEditedData,
    events.MessageDeleted: MessageDeletedData,
    events.MessageReaction: ReactionData,
    events.ReceiptMoved: ReceiptData,
    events.ChatMemberJoined: ChatMemberJoinedData,
    events.ChatMemberLeft: ChatMemberLeftData,
    events.ChatMemberModerated: ModeratedData,
    events.ChatMemberBanned: BannedData,
    events.ChatRoomChanged: ChatRoomData,
    events.ChatEntered: ChatEnteredData,
    events.ChatParted: ChatPartedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    ChatRoom: chat_room_of,
    ShownMember: chat_member_of,
    ShownMessage: message_of,
}
"""How what events hold is told."""


class TypingSignal(EventPayload):
    """Somebody is writing; after a few seconds without another of these, no longer."""


SIGNALS: Final[Mapping[str, type[EventPayload]]] = {"chat.typing": TypingSignal}
"""What is told of each signal."""


class MessagesPayload(Payload):
    """The newest fifty messages, the newest first; the list goes on from `next`."""

    items: list[MessagePayload]
    next: Cursor | None


class ChatStatePayload(Payload):
    """The state of the topic `chat:<id>`, which the topic's events carry on.

    One's own marks move also with what one sends, and with the receipts in one's own topic.
    """

    chat: Annotated[ChatPayload, msgspec.Meta(description="The chat room, with its members.")]
    messages: MessagesPayload


def _chat_state_of(state: ChatState) -> ChatStatePayload:
    page = state.messages
    return ChatStatePayload(
        chat=chat_of(state.view),
        messages=MessagesPayload(items=[message_of(each) for each in page.items], next=page.next),
    )


STATES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {ChatState: _chat_state_of}
"""How what the topic is about is told."""


def _state_of(identifier: Id) -> GetChatState:
    return GetChatState(chat_room_id=ChatRoomId(identifier))


def _ended(stored: StoredEvent) -> tuple[UserId, ...]:
    event = stored.event
    return (event.user_id,) if isinstance(event, events.ChatMemberLeft) else ()


_edits: Final = said_in(events.MessageEdited)


def _speakers(stored: StoredEvent) -> Collection[UserId]:
    """Who says it, and whom it is about: who comes, goes or has another standing, by whose wish."""
    match stored.event:
        case events.MessageSent(message=shown):
            return shown.message.speakers
        case events.MessageReaction(person=person) | events.ReceiptMoved(person=person):
            return (person.id,)
        case events.ChatMemberJoined(member=shown) | events.ChatMemberModerated(member=shown):
            return (shown.person.id,)
        case events.ChatMemberLeft(user_id=user_id) | events.ChatMemberBanned(user_id=user_id):
            return (user_id,)
    return _edits(stored)


CHAT_TOPIC: Final = TopicKind(
    may_join=may_listen,
    state=_state_of,
    ends=_ended,
    speakers=_speakers,
)
"""The topics of chat rooms: who is in one listens, until they leave or are put out."""
