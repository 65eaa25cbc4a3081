"""Who listens to a room's topic, as the servers report it: whoever no longer does, leaves soon."""

import attrs

from phantom_core.kernel import Access, Command, Id, UserId
from phantom_core.rooms.names import RoomId

__all__ = ["AttachMember", "DetachMember", "DropServers"]


@attrs.frozen(kw_only=True)
class AttachMember(Command[bool]):
    """Note that somebody listens to a room's topic on a server. Doing it again changes nothing.

    Answers whether they are in the room: whoever is not, has left since the topic was joined.
    """

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
    server_id: Id


@attrs.frozen(kw_only=True)
class DetachMember(Command[None]):
    """Note that somebody listens on a server no longer; on no server, their grace begins."""

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
    server_id: Id


@attrs.frozen(kw_only=True)
class DropServers(Command[int]):
    """Forget who listened on servers that are no more, a few hundred at a time.

    Answers how many were forgotten: at 0 all are.

    Attributes:
        alive: the servers that there are.
    """

    access = Access.SYSTEM
    alive: tuple[Id, ...]
