"""Receipts: how far somebody's messages have reached them, and been seen."""

import attrs

from phantom_core.chat.events import ReceiptMoved
from phantom_core.chat.member import SHARING, ChatMember
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom, ChatRoomId
from phantom_core.chat.use_cases._finding import seated
from phantom_core.chat.use_cases._showing import person
from phantom_core.kernel import Access, Checked, Command, NotFound, between, ruled

__all__ = ["MarkDelivered", "MarkSeen"]

_SEQ = between(0, 2**53 - 1)


@attrs.frozen(kw_only=True)
class MarkDelivered(Checked, Command[ChatMember]):
    """Say that all messages up to one have reached the actor. A mark never goes back.

    A number beyond the last message means that one. The others are told in chats of up to
    `SHARING` members, unless the actor keeps such things to themself.

    Raises: NotFound, Banned, Invalid.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    seq: int = ruled(_SEQ)

    def run(self, work: ChatWork) -> ChatMember:
        """Answer one's place, with its marks."""
        return _move(work, self.chat_room_id, delivered=self.seq)


@attrs.frozen(kw_only=True)
class MarkSeen(Checked, Command[ChatMember]):
    """Say that the actor has seen all messages up to one, which then have reached them too.

    As `MarkDelivered`.

    Raises: NotFound, Banned, Invalid.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    seq: int = ruled(_SEQ)

    def run(self, work: ChatWork) -> ChatMember:
        """Answer one's place, with its marks."""
        return _move(work, self.chat_room_id, delivered=self.seq, seen=self.seq)


def _move(work: ChatWork, chat_room_id: ChatRoomId, *, delivered: int, seen: int = 0) -> ChatMember:
    room = work.chat_rooms.find(chat_room_id)
    if room is None:
        raise NotFound("chat", chat_room_id)
    shared = _shares(work, room)
    member = seated(work, room).member
    head = room.last_seq
    moved = member.moved(min(delivered, head), min(seen, head), shown=shared)
    if moved != member:
        work.chat_members.put(moved)
        work.record(
            ReceiptMoved(
                chat_room_id=room.id,
                person=person(work, moved.user_id),
                delivered_seq=moved.last_delivered_seq,
                seen_seq=moved.last_seen_seq,
                shared=shared,
            )
        )
    return moved


def _shares(work: ChatWork, room: ChatRoom) -> bool:
    """Whether the others are told. It is asked before the place is held: people are held first."""
    return room.member_count <= SHARING and not work.receipt_preferences.are_private(
        work.actor.person
    )
