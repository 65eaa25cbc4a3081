"""Chat rooms, places in them and messages, on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec

from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.chat import (
    LONGEST,
    ChatEntry,
    ChatKind,
    ChatMember,
    ChatRoom,
    ChatView,
    MessageType,
    NoticeKind,
    Role,
    ShownMember,
    ShownMessage,
)
from phantom_core.kernel import Person, UserId

__all__ = [
    "ChatEntryPayload",
    "ChatMemberPayload",
    "ChatPayload",
    "ChatRoomPayload",
    "ContentText",
    "MessagePayload",
    "MyPlacePayload",
    "NoticePayload",
    "chat_entry_of",
    "chat_member_of",
    "chat_of",
    "chat_room_of",
    "message_of",
    "my_place_of",
]

ContentText = Annotated[
    str,
    msgspec.Meta(
        description="Words, a few emoji, or the id of a recording, an image or a file.",
        extra_json_schema={"minLength": 1, "maxLength": LONGEST},
    ),
]
"""What a message says."""


class ChatRoomPayload(Payload):
    """A chat room. `lastSeq` is the number of its last message, and 0 before the first."""

    id: IdText
    kind: ChatKind
    title: str | None = None
    linked_id: Annotated[
        IdText | None, msgspec.Meta(description="The listening room or project it belongs to.")
    ] = None
    created_at: InstantText
    last_seq: int
    last_at: InstantText
    member_count: int
    closed_at: InstantText | None = None


class MyPlacePayload(Payload):
    """One's own place in a chat room. All messages after `lastSeenSeq` are unread."""

    role: Role
    joined_at: InstantText
    muted_until: InstantText | None = None
    last_delivered_seq: int
    last_seen_seq: int


class ChatMemberPayload(Payload):
    """Somebody's place in a chat room, and as much of their receipts as they share."""

    user: PersonPayload
    role: Role
    joined_at: InstantText
    left_at: InstantText | None = None
    muted_until: InstantText | None = None
    banned_until: InstantText | None = None
    last_delivered_seq: int
    last_seen_seq: int


class ChatEntryPayload(ChatRoomPayload):
    """A chat room in one's list. `peer` is the other one in a direct chat."""

    unread: int
    me: MyPlacePayload
    peer: PersonPayload | None = None


class ChatPayload(ChatEntryPayload):
    """A chat room with the first two hundred of its members, the longest there first."""

    members: list[ChatMemberPayload]


class NoticePayload(Payload):
    """What a system message says, for programs."""

    kind: NoticeKind
    user: PersonPayload | None = None
    role: Role | None = None
    until: InstantText | None = None


class MessagePayload(Payload):
    """A message.

    `seq` counts the messages of its chat room without gaps. A system message has no `sender` if
    Phantom itself speaks. `seenBy` names those members who share what they have seen.
    """

    id: IdText
    chat_room_id: IdText
    seq: int
    sender: PersonPayload | None = None
    type: MessageType
    content: str
    reply_to_id: IdText | None = None
    seen_by: list[PersonPayload]
    reactions: Annotated[
        dict[str, list[PersonPayload]], msgspec.Meta(description="People by emoji.")
    ]
    mentions: list[PersonPayload]
    sent_at: InstantText
    edited_at: InstantText | None = None
    deleted_at: InstantText | None = None
    client_id: str | None = None
    notice: NoticePayload | None = None


def chat_room_of(room: ChatRoom) -> ChatRoomPayload:
    """A chat room."""
    return ChatRoomPayload(**_room_fields(room))


def chat_entry_of(entry: ChatEntry) -> ChatEntryPayload:
    """A chat room in one's list."""
    return ChatEntryPayload(**_entry_fields(entry))


def chat_of(view: ChatView) -> ChatPayload:
    """A chat room with its members."""
    members = [chat_member_of(each) for each in view.members]
    return ChatPayload(**_entry_fields(view.entry), members=members)


def chat_member_of(shown: ShownMember) -> ChatMemberPayload:
    """Somebody's place, as others see it."""
    member = shown.member
    return ChatMemberPayload(
        user=person_of(shown.person),
        role=member.role,
        joined_at=instant(member.joined_at),
        left_at=_instant(member.left_at),
        muted_until=_instant(member.muted_until),
        banned_until=_instant(member.banned_until),
        last_delivered_seq=member.shown_delivered_seq,
        last_seen_seq=member.shown_seen_seq,
    )


def my_place_of(member: ChatMember) -> MyPlacePayload:
    """One's own place."""
    return MyPlacePayload(
        role=member.role,
        joined_at=instant(member.joined_at),
        muted_until=_instant(member.muted_until),
        last_delivered_seq=member.last_delivered_seq,
        last_seen_seq=member.last_seen_seq,
    )


def message_of(shown: ShownMessage) -> MessagePayload:
    """A message, with the people whom it names."""
    message, people = shown.message, shown.named
    return MessagePayload(
        id=message.id,
        chat_room_id=message.chat_room_id,
        seq=message.seq,
        sender=_person(people, message.sender_id),
        type=message.type,
        content=message.content,
        reply_to_id=message.reply_to_id,
        seen_by=[person_of(person) for person in shown.seen_by],
        reactions={each.emoji: _people(people, each.user_ids) for each in message.reactions},
        mentions=_people(people, message.mentions),
        sent_at=instant(message.sent_at),
        edited_at=_instant(message.edited_at),
        deleted_at=_instant(message.deleted_at),
        client_id=message.client_id,
        notice=_notice(shown),
    )


def _notice(shown: ShownMessage) -> NoticePayload | None:
    notice = shown.message.notice
    if notice is None:
        return None
    return NoticePayload(
        kind=notice.kind,
        user=_person(shown.named, notice.user_id),
        role=notice.role,
        until=_instant(notice.until),
    )


def _room_fields(room: ChatRoom) -> dict[str, Any]:
    return {
        "id": room.id,
        "kind": room.kind,
        "title": room.title,
        "linked_id": room.linked_id,
        "created_at": instant(room.created_at),
        "last_seq": room.last_seq,
        "last_at": instant(room.last_at),
        "member_count": room.member_count,
        "closed_at": _instant(room.closed_at),
    }


def _entry_fields(entry: ChatEntry) -> dict[str, Any]:
    return {
        **_room_fields(entry.room),
        "unread": entry.unread,
        "me": my_place_of(entry.me),
        "peer": None if entry.peer is None else person_of(entry.peer),
    }


def _people(people: Mapping[UserId, Person], user_ids: Sequence[UserId]) -> list[PersonPayload]:
    return [person_of(people[user_id]) for user_id in user_ids if user_id in people]


def _person(people: Mapping[UserId, Person], user_id: UserId | None) -> PersonPayload | None:
    found = None if user_id is None else people.get(user_id)
    return None if found is None else person_of(found)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)
