"""Sending messages."""

from collections.abc import Iterator

import attrs

from phantom_core.chat.chat_file import ChatFileId
from phantom_core.chat.member import ChatMember
from phantom_core.chat.message import (
    CLIENT_ID,
    ChatMessage,
    MessageId,
    MessageType,
    check_content,
)
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatKind, ChatRoom, ChatRoomId, chat_topic
from phantom_core.chat.use_cases._finding import Seat, seat_of, writing
from phantom_core.chat.use_cases._showing import shown_messages
from phantom_core.chat.use_cases._telling import add_message
from phantom_core.chat.views import MessagePlace, ShownMessage
from phantom_core.chat.wording import MOST_MENTIONS, mentioned_names
from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Fault,
    Id,
    Invalid,
    Topic,
    UserId,
    ruled,
)

__all__ = ["SendMessage", "mentions_in", "present_author"]


@attrs.frozen(kw_only=True)
class SendMessage(Checked, Command[ShownMessage]):
    """Say something in a chat room.

    A message that the actor's client has named before is the same message, however it stands now.
    Text may mention members by `@username`. Sending marks all before it as seen, for oneself.

    Attributes:
        type: `text`, `emoji`, `audio`, `image` or `file`.
        content: words, a few emoji, or the id of a recording or an image that is the actor's own,
            or public, or of a file that the actor has handed in here, and not sent yet.
        reply_to_id: a message of the same room that it answers, and that is not deleted.
        client_id: what the actor's client names it by, so that it may be sent again.

    Raises: Invalid; NotFound; Forbidden: Banned, Muted, ChatClosed.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    content: str
    type: MessageType = MessageType.TEXT
    reply_to_id: MessageId | None = None
    client_id: str | None = ruled(CLIENT_ID, default=None)

    def __attrs_post_init__(self) -> None:
        """Check the fields, and the content by its type. Raises: Invalid."""
        Checked.__attrs_post_init__(self)
        check_content(self.type, self.content)

    @property
    def hot_topic(self) -> Topic:
        """The chat room's: there everybody talks at once."""
        return chat_topic(self.chat_room_id)

    def run(self, work: ChatWork) -> ShownMessage:
        """Answer the message."""
        faults = [*self._media_faults(work)]
        seat = seat_of(work, self.chat_room_id)
        again = self._sent_before(work, seat)
        if again is not None:
            return again
        if faults:
            raise Invalid(*faults)
        writing(work, seat).enforce()
        place = self._place(seat, self._answered(work))
        if self.type is MessageType.FILE:
            self._send_file(work, seat)
        room, told = add_message(
            work,
            seat.room,
            place,
            sender_id=seat.member.user_id,
            type=self.type,
            content=self.content,
            reply_to_id=self.reply_to_id,
            mentions=self._mentions(work, seat.room),
            client_id=self.client_id,
        )
        _mark_own(work, seat.member, room.last_seq)
        return told

    def _sent_before(self, work: ChatWork, seat: Seat) -> ShownMessage | None:
        if self.client_id is None:
            return None
        found = work.chat_messages.named(seat.room.id, seat.member.user_id, self.client_id)
        return None if found is None else shown_messages(work, seat.room, [found])[0]

    def _media_faults(self, work: ChatWork) -> Iterator[Fault]:
        """What is wrong with what is sent; it is held, and so before the chat is."""
        kind, media, me = self.type, Id(self.content), work.actor.person
        if kind is MessageType.AUDIO and not work.audio_owners.owner_of(media, seen_by=me):
            yield Fault("content", "must be a recording that you may hear")
        if kind is MessageType.IMAGE and not work.image_owners.owner_of(media, seen_by=me):
            yield Fault("content", "must be an image that is your own, or public")

    def _send_file(self, work: ChatWork, seat: Seat) -> None:
        """Have the file stay with this message. It is held after the chat, as where it goes."""
        file = work.chat_files.hold(ChatFileId(Id(self.content)))
        if file is None or not file.may_be_sent(seat.member.user_id, seat.room.id):
            told = "must be a file that you have handed in here, and not sent yet"
            raise Invalid(Fault("content", told))
        work.chat_files.put(file.sent())

    def _place(self, seat: Seat, answered_id: UserId | None) -> MessagePlace:
        me, room = seat.member.user_id, seat.room
        return MessagePlace(
            kind=room.kind,
            title=room.title,
            author_id=me,
            peer_id=room.peer_of(me) if room.kind is ChatKind.DIRECT else None,
            answered_id=answered_id,
            caught_up=seat.member.last_seen_seq < room.last_seq,
        )

    def _answered(self, work: ChatWork) -> UserId | None:
        """Who is answered, as far as they are in the room. Raises: Invalid."""
        if self.reply_to_id is None:
            return None
        found = work.chat_messages.find(self.reply_to_id)
        if (
            found is None
            or found.chat_room_id != self.chat_room_id
            or found.deleted
            or found.concerns(work.blocks.all_by(work.actor.person))
        ):
            raise Invalid(Fault("reply_to_id", "must be a message of this chat that still stands"))
        return present_author(work, found)

    def _mentions(self, work: ChatWork, room: ChatRoom) -> tuple[UserId, ...]:
        return mentions_in(work, room, self.content) if self.type is MessageType.TEXT else ()


def present_author(work: ChatWork, message: ChatMessage) -> UserId | None:
    """Who sent a message, if it was somebody who is in its room still."""
    author = message.sender_id
    if author is None or message.type is MessageType.SYSTEM:
        return None
    return author if work.chat_members.among(message.chat_room_id, [author]) else None


def mentions_in(work: ChatWork, room: ChatRoom, text: str) -> tuple[UserId, ...]:
    """The members of a chat room whom a text names, as they come, each once."""
    names = mentioned_names(text)
    if not names:
        return ()
    known = work.usernames.of(names)
    named = dict.fromkeys(known[name] for name in names if name in known)
    inside = work.chat_members.among(room.id, named.keys())
    return tuple(user_id for user_id in named if user_id in inside)[:MOST_MENTIONS]


def _mark_own(work: ChatWork, member: ChatMember, seq: int) -> None:
    work.chat_members.put(member.moved(seq, seq, shown=False))
