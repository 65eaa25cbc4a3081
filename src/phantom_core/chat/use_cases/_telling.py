"""Adding to a chat room: messages of people, and what the room itself says; entering, leaving."""

from typing import Any

import attrs

from phantom_core.chat.events import (
    ChatEntered,
    ChatMemberJoined,
    ChatMemberLeft,
    ChatParted,
    MessageSent,
)
from phantom_core.chat.member import ChatMember, Role
from phantom_core.chat.message import ChatMessage, MessageId, MessageType
from phantom_core.chat.notice import Notice, NoticeKind, sentence
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom
from phantom_core.chat.use_cases._showing import person, shown
from phantom_core.chat.views import MessagePlace, ShownMember, ShownMessage
from phantom_core.kernel import UserId


def add_message(
    work: ChatWork, room: ChatRoom, place: MessagePlace | None = None, **fields: Any
) -> tuple[ChatRoom, ShownMessage]:
    """Number a message and store it; answer the room as it is now, too."""
    counted = room.counted(work.now)
    message = ChatMessage(
        id=MessageId(work.new_id()),
        chat_room_id=room.id,
        seq=counted.last_seq,
        sent_at=work.now,
        **fields,
    )
    work.chat_messages.add(message)
    work.chat_rooms.put(counted)
    told = shown(work, message)
    work.record(MessageSent(chat_room_id=room.id, message=told, place=place))
    return counted, told


def say(
    work: ChatWork,
    room: ChatRoom,
    notice: Notice,
    *,
    by: UserId | None = None,
    content: str | None = None,
) -> ChatRoom:
    """Have the room itself say something, on account of the actor, or of somebody else.

    What is given as `content` is said in place of the sentence for the notice.
    """
    if content is None:
        about = notice.user_id
        name = "" if about is None else person(work, about).display_name
        content = sentence(notice, name)
    counted, _ = add_message(
        work,
        room,
        sender_id=by or work.actor.user_id,
        type=MessageType.SYSTEM,
        content=content,
        notice=notice,
    )
    return counted


def enter(
    work: ChatWork, room: ChatRoom, user_id: UserId, role: Role = Role.GUEST, *, by: UserId
) -> ChatRoom:
    """Let somebody in who is not, and have the room say so."""
    room = say(work, room, Notice(kind=NoticeKind.JOINED, user_id=user_id), by=by)
    member = take_place(work, room, user_id, role)
    room = attrs.evolve(room, member_count=room.member_count + 1)
    work.chat_rooms.put(room)
    told = ShownMember(member=member, person=person(work, user_id))
    work.record(ChatMemberJoined(chat_room_id=room.id, member=told, member_count=room.member_count))
    work.record(ChatEntered(user_id=user_id, room=room))
    return room


def take_place(work: ChatWork, room: ChatRoom, user_id: UserId, role: Role) -> ChatMember:
    """Give somebody a place, in which all that was said before counts as seen."""
    known = work.chat_members.find(room.id, user_id)
    place = known or ChatMember(chat_room_id=room.id, user_id=user_id, joined_at=work.now)
    member = place.entered(role, room.last_seq, work.now)
    if known is None:
        work.chat_members.add(member)
    else:
        work.chat_members.put(member)
    return member


def part(
    work: ChatWork, room: ChatRoom, member: ChatMember, *notices: Notice, by: UserId | None = None
) -> ChatRoom:
    """Let a member go, who hears nothing more, and have the room say why."""
    work.chat_members.put(member.gone(work.now))
    room = attrs.evolve(room, member_count=room.member_count - 1)
    work.chat_rooms.put(room)
    work.record(
        ChatMemberLeft(chat_room_id=room.id, user_id=member.user_id, member_count=room.member_count)
    )
    work.record(ChatParted(user_id=member.user_id, chat_room_id=room.id))
    for notice in notices:
        room = say(work, room, notice, by=by)
    return room
