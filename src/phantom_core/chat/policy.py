"""Who may do what in a chat room: pure answers to plain facts."""

from datetime import datetime

from phantom_core.chat.errors import Banned, ChatClosed, FollowsItsRoom, Muted
from phantom_core.chat.member import ChatMember, Role, outranks
from phantom_core.chat.message import ChatMessage, MessageType
from phantom_core.chat.room import ChatKind, ChatRoom
from phantom_core.kernel import ALLOWED, Decision, Gone, Hidden, Refused

__all__ = [
    "may_admit",
    "may_change",
    "may_delete",
    "may_edit",
    "may_give",
    "may_leave",
    "may_moderate",
    "may_read",
    "may_remove",
    "may_write",
]

_THEIR_OWN = "Who is in this chat is not decided here."


def may_read(
    room: ChatRoom, member: ChatMember | None, now: datetime, *, apart: bool = False
) -> Decision:
    """Decide whether somebody may read a chat room, given their place in it.

    To who is not in it there is none, unless they are banned: that they are told. `apart` says
    that it is a direct chat, and that one of the two has blocked the other: then there is none
    for either.
    """
    if member is None or apart:
        return Hidden("chat", room.id)
    if member.banned(now):
        return Refused(f"You are banned here until {_written(member.banned_until)}.", Banned)
    return ALLOWED if member.present else Hidden("chat", room.id)


def may_write(
    room: ChatRoom, member: ChatMember, now: datetime, *, deserted: bool = False
) -> Decision:
    """Decide whether a member may add anything: messages, other words, reactions.

    `deserted` says that it is a direct chat, and that the other one has been erased.
    """
    if deserted:
        return Refused("Whom you talked to here has been erased.", ChatClosed)
    if room.closed_at is not None:
        return Refused("What this chat belonged to is over.", ChatClosed)
    if member.muted(now):
        return Refused(f"You are muted here until {_written(member.muted_until)}.", Muted)
    return ALLOWED


def may_change(message: ChatMessage) -> Decision:
    """Decide whether anything can still be done with a message."""
    return Refused("This message was deleted.", Gone) if message.deleted else ALLOWED


def may_edit(member: ChatMember, message: ChatMessage) -> Decision:
    """Decide whether a member may put a message into other words: one's own text."""
    if message.sender_id != member.user_id or message.type is MessageType.SYSTEM:
        return Refused("Only its author may edit a message.")
    if message.type is not MessageType.TEXT:
        return Refused("Only text can be edited.")
    return ALLOWED


def may_delete(member: ChatMember, message: ChatMessage, sender: Role) -> Decision:
    """Decide whether a member may delete a message, whose sender now has this role."""
    if message.type is MessageType.SYSTEM:
        return Refused("Messages of the room itself cannot be changed.")
    if message.sender_id == member.user_id:
        return ALLOWED
    return may_moderate(member, sender)


def may_moderate(member: ChatMember, other: Role) -> Decision:
    """Decide whether a member may act on somebody of a role."""
    if not member.moderates:
        return Refused("Only moderators may do this.")
    if not outranks(member.role, other):
        return Refused("You may act on lower roles only.")
    return ALLOWED


def may_admit(room: ChatRoom, member: ChatMember) -> Decision:
    """Decide whether a member may bring somebody in."""
    if room.kind is not ChatKind.GROUP:
        return Refused(_THEIR_OWN, FollowsItsRoom)
    return may_moderate(member, Role.GUEST)


def may_give(room: ChatRoom, member: ChatMember, role: Role) -> Decision:
    """Decide whether a member may make somebody what `role` says."""
    if room.kind is ChatKind.DIRECT or (room.is_linked and role is Role.ADMIN):
        return Refused(_THEIR_OWN, FollowsItsRoom)
    if member.role is not Role.ADMIN:
        return Refused("Only admins give roles.")
    return ALLOWED


def may_remove(room: ChatRoom, member: ChatMember, other: Role) -> Decision:
    """Decide whether a member may put somebody of a role out."""
    if room.kind is not ChatKind.GROUP:
        return Refused(_THEIR_OWN, FollowsItsRoom)
    return may_moderate(member, other)


def may_leave(room: ChatRoom) -> Decision:
    """Decide whether one may leave a chat by oneself."""
    if room.kind is not ChatKind.GROUP:
        return Refused(_THEIR_OWN, FollowsItsRoom)
    return ALLOWED


def _written(until: datetime | None) -> str:
    return f"{until:%Y-%m-%d %H:%M:%S} UTC"
