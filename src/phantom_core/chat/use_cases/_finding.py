"""Finding what the actor may know of: chat rooms that they are in, and messages there."""

import attrs

from phantom_core.chat import policy
from phantom_core.chat.member import ChatMember, Role
from phantom_core.chat.message import ChatMessage, MessageId
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom, ChatRoomId
from phantom_core.kernel import Decision, Hidden, NotFound, UserId


@attrs.frozen(kw_only=True)
class Seat:
    """The actor's place in a chat room, and the room."""

    room: ChatRoom
    member: ChatMember


def hold_linked(work: ChatWork, chat_room_id: ChatRoomId) -> None:
    """Hold the listening room or project whose chat this is, before it, as all hold both."""
    room = work.chat_rooms.find(chat_room_id)
    if room is not None and room.linked_id is not None:
        work.linked_rooms.hold(room.kind, room.linked_id)


def seat_of(work: ChatWork, chat_room_id: ChatRoomId) -> Seat:
    """The actor's place in a chat room that they may read; both are held.

    Raises: NotFound, Banned.
    """
    return seated(work, work.chat_rooms.get(chat_room_id))


def seated(work: ChatWork, room: ChatRoom) -> Seat:
    """The actor's place in this chat room. Raises: NotFound, Banned."""
    member = work.chat_members.find(room.id, work.actor.person)
    reading(work, room, member).enforce()
    if member is None:
        raise NotFound("chat", room.id)
    return Seat(room=room, member=member)


def reading(work: ChatWork, room: ChatRoom, member: ChatMember | None) -> Decision:
    """Whether somebody may read a chat room, given their place in it."""
    apart = member is not None and _apart(work, room, member.user_id)
    return policy.may_read(room, member, work.now, apart=apart)


def message_seat(work: ChatWork, message_id: MessageId) -> tuple[Seat, ChatMessage]:
    """A message that the actor sees, and their place there; its room is held.

    Raises: NotFound, Banned.
    """
    room = work.chat_rooms.get(_standing(work, message_id).chat_room_id)
    member = work.chat_members.find(room.id, work.actor.person)
    decision = reading(work, room, member)
    if member is None or isinstance(decision, Hidden):
        raise NotFound("message", message_id)
    decision.enforce()
    # It may have changed until its room was held.
    message = _standing(work, message_id)
    if message.concerns(work.blocks.all_by(member.user_id)):
        raise NotFound("message", message_id)
    return Seat(room=room, member=member), message


def writing(work: ChatWork, seat: Seat) -> Decision:
    """Whether somebody may add anything where they are."""
    peer = seat.room.peer_of(seat.member.user_id)
    deserted = peer is not None and work.people.erased(peer)
    return policy.may_write(seat.room, seat.member, work.now, deserted=deserted)


def require_visible(work: ChatWork, user_id: UserId) -> None:
    """Refuse to deal with who is not there for the actor. Raises: NotFound."""
    if not work.people.active(user_id) or work.blocks.between(work.actor.person, user_id):
        raise NotFound("user", user_id)


def role_of(work: ChatWork, room: ChatRoom, user_id: UserId | None) -> Role:
    """What somebody is in a chat room; who has left is nothing more than a guest."""
    member = None if user_id is None else work.chat_members.find(room.id, user_id)
    return Role.GUEST if member is None else member.role


def _apart(work: ChatWork, room: ChatRoom, user_id: UserId) -> bool:
    peer = room.peer_of(user_id)
    return peer is not None and work.blocks.between(user_id, peer)


def _standing(work: ChatWork, message_id: MessageId) -> ChatMessage:
    """A message as it stands."""
    found = work.chat_messages.find(message_id)
    if found is None:
        raise NotFound("message", message_id)
    return found
