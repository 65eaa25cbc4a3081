"""Coming into rooms, and leaving them, by one's own wish or another's."""

import attrs

from phantom_core.kernel import Access, Command, UserId
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.views import RoomView

__all__ = ["ExpelMember", "JoinRoom", "KickMember", "LeaveRoom"]


@attrs.frozen(kw_only=True)
class JoinRoom(Command[RoomView]):
    """Come into a room: a public one, or a private one that one is invited to or was in before.

    It accepts one's invite, if there is one. Whoever is there already stays there.

    Raises: NotFound; RoomOver; Banned; EntryRule.
    """

    access = Access.PERSON
    room_id: RoomId


@attrs.frozen(kw_only=True)
class LeaveRoom(Command[None]):
    """Leave a room. Whoever is not there has left already. Raises: NotFound."""

    access = Access.PERSON
    room_id: RoomId


@attrs.frozen(kw_only=True)
class KickMember(Command[None]):
    """Put somebody out, as the host. Into a private room an invite alone lets them again.

    Raises: NotFound, also if they are not there; RoomOver; NotPresent; HostsOnly; Invalid.
    """

    access = Access.PERSON
    room_id: RoomId
    user_id: UserId


@attrs.frozen(kw_only=True)
class ExpelMember(Command[None]):
    """Put somebody out who was banned; they may not be there."""

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
