"""What is allowed in rooms: pure answers to plain facts.

A private room is not there for those who are not in it, unless they have been, and were not put
out, or are invited: they may know of it, and come in.
"""

from datetime import datetime

from phantom_core.kernel import ALLOWED, Actor, Decision, Hidden, Refused, UserId
from phantom_core.rooms.errors import Banned, EntryRule, HostsOnly, NotPresent, PublicRoomControl
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.ports import Taste
from phantom_core.rooms.room import Room

__all__ = [
    "may_answer",
    "may_change",
    "may_close",
    "may_come_in",
    "may_control",
    "may_enter",
    "may_invite",
    "may_know",
    "may_look_inside",
    "may_revoke",
    "may_take_part",
    "may_waive",
]


def may_know(actor: Actor, room: Room, member: RoomMember | None, *, invited: bool) -> Decision:
    """Decide whether a room exists for `actor`. To those who look after the place it does."""
    if actor.is_admin or actor.is_system:
        return ALLOWED
    return may_enter(room, member, invited=invited)


def may_enter(room: Room, member: RoomMember | None, *, invited: bool) -> Decision:
    """Decide whether a room is open to somebody: no office opens a private one."""
    known = member is not None and not member.expelled
    return ALLOWED if room.is_public or known or invited else Hidden("room", room.id)


def may_take_part(room: Room, *, present: bool) -> Decision:
    """Decide whether somebody may do what those do who are in a room."""
    if present:
        return ALLOWED
    if room.is_public:
        return Refused("Join this room first.", NotPresent)
    return Hidden("room", room.id)


def may_look_inside(room: Room, *, present: bool) -> Decision:
    """Decide whether somebody may see who is in a room and what is played there."""
    return ALLOWED if room.is_public else may_take_part(room, present=present)


def may_come_in(banned_until: datetime | None, taste: Taste) -> Decision:
    """Decide whether somebody to whom a room is open may come in."""
    if banned_until is not None:
        return Refused("You may not come into this room for a while.", Banned)
    if not taste.artist_ids or not taste.genre_ids:
        reason = "Choose at least one favourite genre and one favourite artist first."
        return Refused(reason, EntryRule)
    return ALLOWED


def may_control(room: Room, user_id: UserId, *, waived: bool) -> Decision:
    """Decide whether somebody who is in a room may control its music."""
    if room.is_public:
        return Refused("Nobody controls the music of a public room.", PublicRoomControl)
    if waived and user_id != room.host_user_id:
        return Refused("The others leave the music to the host.", HostsOnly)
    return ALLOWED


def may_waive(room: Room) -> Decision:
    """Decide whether votes can be waived in a room."""
    if room.is_public:
        return Refused("In a public room the music is left to nobody.", PublicRoomControl)
    return ALLOWED


def may_change(room: Room, user_id: UserId) -> Decision:
    """Decide whether somebody may change a room, and put people out."""
    if user_id == room.host_user_id:
        return ALLOWED
    return Refused("Only the host may do this.", HostsOnly)


def may_close(actor: Actor, room: Room) -> Decision:
    """Decide whether `actor` may end a room for good."""
    if actor.is_admin or actor.is_system:
        return ALLOWED
    if room.is_public:
        return Refused("A public room is closed by admins only.")
    return may_change(room, actor.person)


def may_invite(room: Room) -> Decision:
    """Decide whether people are invited to a room."""
    return Refused("Anybody may join a public room.") if room.is_public else ALLOWED


def may_answer(user_id: UserId, invite: RoomInvite) -> Decision:
    """Decide whether somebody may answer an invite."""
    return ALLOWED if user_id == invite.invited_user_id else Hidden("invite", invite.id)


def may_revoke(user_id: UserId, invite: RoomInvite, room: Room, *, present: bool) -> Decision:
    """Decide whether somebody may take an invite back."""
    if user_id == invite.invited_by:
        return ALLOWED
    if present or user_id == invite.invited_user_id:
        return may_change(room, user_id)
    return Hidden("invite", invite.id)
