"""Changing messages: other words, none, and what stands under them."""

import attrs

from phantom_core.chat import policy
from phantom_core.chat.chat_file import ChatFileId
from phantom_core.chat.emoji import emoji
from phantom_core.chat.events import MessageDeleted, MessageEdited, MessageReaction
from phantom_core.chat.message import ChatMessage, MessageId, MessageType
from phantom_core.chat.notice import Notice, NoticeKind
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.use_cases._finding import Seat, message_seat, role_of, writing
from phantom_core.chat.use_cases._office import audit
from phantom_core.chat.use_cases._showing import person, shown_messages
from phantom_core.chat.use_cases._telling import say
from phantom_core.chat.use_cases.files import discard
from phantom_core.chat.use_cases.sending import mentions_in, present_author
from phantom_core.chat.views import MessagePlace, ShownMessage
from phantom_core.kernel import Access, Checked, Command, Id, UserId, ruled

__all__ = ["DeleteMessage", "DiscardMessage", "EditMessage", "React", "Unreact"]


@attrs.frozen(kw_only=True)
class EditMessage(Command[ShownMessage]):
    """Put one's own text into other words. The same words change nothing.

    Raises: NotFound; Invalid; Gone, if it is deleted; Forbidden: to all but the author, for all but
    text, and Banned, Muted, ChatClosed.
    """

    access = Access.PERSON
    message_id: MessageId
    content: str

    def run(self, work: ChatWork) -> ShownMessage:
        """Answer the message as it is now."""
        seat, message = _writable(work, self.message_id)
        policy.may_edit(seat.member, message).enforce()
        if message.content != self.content:
            message = self._edited(work, seat, message)
        return shown_messages(work, seat.room, [message])[0]

    def _edited(self, work: ChatWork, seat: Seat, message: ChatMessage) -> ChatMessage:
        mentions = mentions_in(work, seat.room, self.content)
        edited = message.edited(self.content, mentions, work.now)
        work.chat_messages.put(edited)
        people = work.people.of(mentions)
        work.record(
            MessageEdited(
                chat_room_id=seat.room.id,
                message_id=edited.id,
                seq=edited.seq,
                content=edited.content,
                mentions=tuple(people[user_id] for user_id in mentions),
                edited_at=work.now,
                place=_place(seat, seat.member.user_id),
            )
        )
        return edited


@attrs.frozen(kw_only=True)
class DeleteMessage(Command[None]):
    """Leave nothing of a message but its place: one's own, or a lower role's, as a moderator.

    What was a file is deleted with it.

    What a moderator deletes is written down, and the room says so. Doing it again changes nothing.

    Raises: NotFound; Forbidden, also Banned.
    """

    access = Access.PERSON
    message_id: MessageId

    def run(self, work: ChatWork) -> None:
        """Empty it."""
        seat, message = message_seat(work, self.message_id)
        sender = role_of(work, seat.room, message.sender_id)
        policy.may_delete(seat.member, message, sender).enforce()
        if message.deleted:
            return
        _delete(work, message)
        if message.sender_id != seat.member.user_id:
            audit(work, seat.room, "chat.message-deleted", f"message {message.id}")
            notice = Notice(kind=NoticeKind.MESSAGE_DELETED, user_id=message.sender_id)
            say(work, seat.room, notice)


@attrs.frozen(kw_only=True)
class DiscardMessage(Command[None]):
    """Delete a message because something else demands it; it may be gone already."""

    access = Access.SYSTEM
    message_id: MessageId

    def run(self, work: ChatWork) -> None:
        """Empty it, if it is there."""
        found = work.chat_messages.find(self.message_id)
        if found is None:
            return
        work.chat_rooms.get(found.chat_room_id)
        message = work.chat_messages.find(self.message_id)
        if message is not None and not message.deleted:
            _delete(work, message)


@attrs.frozen(kw_only=True)
class React(Checked, Command[ShownMessage]):
    """Put an emoji under a message, once each. Doing it again changes nothing.

    Raises: NotFound; Invalid; Gone, if the message is deleted; TooManyReactions; Forbidden: Banned,
    Muted, ChatClosed.
    """

    access = Access.PERSON
    message_id: MessageId
    emoji: str = ruled(emoji)

    def run(self, work: ChatWork) -> ShownMessage:
        """Answer the message as it is now."""
        seat, message = _writable(work, self.message_id)
        changed = message.reacted(self.emoji, seat.member.user_id)
        return _reacted(work, seat, message, changed, self.emoji)


@attrs.frozen(kw_only=True)
class Unreact(Checked, Command[ShownMessage]):
    """Take one's emoji from under a message. Doing it again changes nothing.

    Raises: NotFound; Invalid; Gone, if the message is deleted; Forbidden: Banned, Muted,
    ChatClosed.
    """

    access = Access.PERSON
    message_id: MessageId
    emoji: str = ruled(emoji)

    def run(self, work: ChatWork) -> ShownMessage:
        """Answer the message as it is now."""
        seat, message = _writable(work, self.message_id)
        changed = message.unreacted(self.emoji, seat.member.user_id)
        return _reacted(work, seat, message, changed, self.emoji)


def _writable(work: ChatWork, message_id: MessageId) -> tuple[Seat, ChatMessage]:
    seat, message = message_seat(work, message_id)
    writing(work, seat).enforce()
    policy.may_change(message).enforce()
    return seat, message


def _reacted(
    work: ChatWork, seat: Seat, before: ChatMessage, after: ChatMessage, emoji: str
) -> ShownMessage:
    me = seat.member.user_id
    if after != before:
        work.chat_messages.put(after)
        given = any(each.emoji == emoji and me in each.user_ids for each in after.reactions)
        work.record(
            MessageReaction(
                chat_room_id=seat.room.id,
                message_id=after.id,
                seq=after.seq,
                emoji=emoji,
                person=person(work, me),
                given=given,
                place=_place(seat, present_author(work, after)),
            )
        )
    return shown_messages(work, seat.room, [after])[0]


def _place(seat: Seat, author_id: UserId | None) -> MessagePlace:
    return MessagePlace(kind=seat.room.kind, title=seat.room.title, author_id=author_id)


def _delete(work: ChatWork, message: ChatMessage) -> None:
    if message.type is MessageType.FILE:
        discard(work, ChatFileId(Id(message.content)))
    work.chat_messages.put(message.tombstone(work.now))
    work.record(
        MessageDeleted(
            chat_room_id=message.chat_room_id,
            message_id=message.id,
            seq=message.seq,
            deleted_at=work.now,
        )
    )
