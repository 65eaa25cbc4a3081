"""Chat rooms, places, messages and files for the suites of chat's ports."""

from datetime import timedelta
from typing import Any, Final

from phantom_adapters.contracts.recording_examples import MOMENT
from phantom_core.chat import (
    ChatFile,
    ChatFileId,
    ChatKind,
    ChatMember,
    ChatMessage,
    ChatRoom,
    ChatRoomId,
    MessageId,
    MessageType,
)
from phantom_core.chat.chat_file import UNSENT_LIFE, file_key
from phantom_core.kernel import ByteCount, Id, UserId, uuid7

__all__ = [
    "LINKED",
    "MOMENT",
    "chat_file",
    "chat_member",
    "chat_message",
    "chat_room",
    "chat_room_id",
    "chatter",
    "direct_chat",
    "later",
    "linked_chat",
    "message_id",
]

LINKED: Final = Id(uuid7(MOMENT, 77))
"""A listening room."""


def later(seconds: int) -> Any:
    """So many seconds after everything here began."""
    return MOMENT + timedelta(seconds=seconds)


def chatter(number: int) -> UserId:
    """One of many who chat; a greater number is a greater id."""
    return UserId(uuid7(MOMENT, number))


def chat_room_id(number: int) -> ChatRoomId:
    """The id of one of many chat rooms; a greater number is a greater id."""
    return ChatRoomId(uuid7(MOMENT, 1000 + number))


def message_id(number: int) -> MessageId:
    """The id of one of many messages."""
    return MessageId(uuid7(MOMENT, 1_000_000 + number))


def chat_room(number: int, **fields: Any) -> ChatRoom:
    """One of many chat rooms: a group, unless the fields say else."""
    given: dict[str, Any] = {
        "id": chat_room_id(number),
        "kind": ChatKind.GROUP,
        "created_at": MOMENT,
        "last_at": MOMENT,
    }
    return ChatRoom(**{**given, **fields})


def direct_chat(number: int, one: int, other: int) -> ChatRoom:
    """A chat room of two."""
    low_id, high_id = sorted((chatter(one), chatter(other)))
    return chat_room(number, kind=ChatKind.DIRECT, low_id=low_id, high_id=high_id)


def linked_chat(number: int, kind: ChatKind = ChatKind.ROOM) -> ChatRoom:
    """The chat room of a listening room, or of a project of the same id."""
    return chat_room(number, kind=kind, linked_id=LINKED)


def chat_member(room: int, who: int, **fields: Any) -> ChatMember:
    """Somebody's place in a chat room."""
    given: dict[str, Any] = {
        "chat_room_id": chat_room_id(room),
        "user_id": chatter(who),
        "joined_at": MOMENT,
    }
    return ChatMember(**{**given, **fields})


def chat_message(number: int, content: str = "Hello!", **fields: Any) -> ChatMessage:
    """The message of that number in the first chat room, of the first of those who chat."""
    given: dict[str, Any] = {
        "id": message_id(number),
        "chat_room_id": chat_room_id(1),
        "seq": number,
        "sender_id": chatter(1),
        "type": MessageType.TEXT,
        "content": content,
        "sent_at": later(number),
    }
    return ChatMessage(**{**given, **fields})


def chat_file(number: int, **fields: Any) -> ChatFile:
    """One of many files; a greater number is a greater id."""
    file_id = ChatFileId(uuid7(MOMENT, 5_000 + number))
    given: dict[str, Any] = {
        "id": file_id,
        "chat_room_id": chat_room_id(1),
        "owner_id": chatter(1),
        "name": "Lyrics \N{EM DASH} draft.pdf",
        "size_bytes": ByteCount(3),
        "sha256": "ab" * 32,
        "blob": file_key(file_id),
        "created_at": MOMENT,
        "expires_at": MOMENT + UNSENT_LIFE,
    }
    return ChatFile(**{**given, **fields})
