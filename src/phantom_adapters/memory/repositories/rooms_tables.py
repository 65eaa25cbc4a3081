"""The tables of rooms in memory, which its repositories share."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import UserId
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.room import Room

__all__ = ["RoomsTables"]


class RoomsTables:
    """The tables that more than one repository reads, over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.rooms: MemoryRows[RoomId, Room] = MemoryRows(
            journal, "room", attrgetter("id"), name="rooms"
        )
        self.members: MemoryRows[tuple[RoomId, UserId], RoomMember] = MemoryRows(
            journal, "member", attrgetter("room_id", "user_id"), name="room_members"
        )
