"""Inviting people to private rooms, and answering invites."""

import attrs

from phantom_core.kernel import Access, Command, Page, PageRequest, Query, UserId
from phantom_core.rooms.names import InviteId, RoomId
from phantom_core.rooms.views import InviteView, RoomView

__all__ = [
    "AcceptInvite",
    "DeclineInvite",
    "InviteToRoom",
    "ListMyInvites",
    "PartInvites",
    "RevokeInvite",
]


@attrs.frozen(kw_only=True)
class InviteToRoom(Command[InviteView]):
    """Invite somebody to a private room one is in. Who is invited already, stays so.

    Raises: NotFound; RoomOver; Invalid, for somebody whom one may not invite; Forbidden, in a
    public room; Conflict, if they are there, or too many invites are pending.
    """

    access = Access.PERSON
    room_id: RoomId
    user_id: UserId


@attrs.frozen(kw_only=True)
class RevokeInvite(Command[None]):
    """Take an invite back, as the host or as who has invited. Doing it again changes nothing.

    Raises: NotFound; HostsOnly; InviteAnswered.
    """

    access = Access.PERSON
    invite_id: InviteId


@attrs.frozen(kw_only=True)
class AcceptInvite(Command[RoomView]):
    """Come into the room that one is invited to.

    Raises: NotFound, to all others; InviteAnswered; Banned; EntryRule.
    """

    access = Access.PERSON
    invite_id: InviteId


@attrs.frozen(kw_only=True)
class DeclineInvite(Command[InviteView]):
    """Say that one will not come. Raises: NotFound, to all others; InviteAnswered."""

    access = Access.PERSON
    invite_id: InviteId


@attrs.frozen(kw_only=True)
class PartInvites(Command[None]):
    """Revoke the pending invites that two people have sent each other: one has blocked the other."""

    access = Access.SYSTEM
    one: UserId
    other: UserId


@attrs.frozen(kw_only=True)
class ListMyInvites(Query[Page[InviteView]]):
    """List the invites that one has not answered, the latest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()
