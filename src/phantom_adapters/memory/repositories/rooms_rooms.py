"""Rooms, in memory."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.repositories.rooms_tables import RoomsTables
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.pages import MINE, after_found, before_id, found_cursor, id_cursor
from phantom_core.rooms.ports import DueRoom, Rooms
from phantom_core.rooms.room import Room

__all__ = ["MemoryRooms"]


class MemoryRooms(Rooms):
    """Rooms in a table, looked through one by one."""

    def __init__(self, tables: RoomsTables) -> None:
        self._rows = tables.rooms
        self._members = tables.members

    def add(self, room: Room) -> None:
        """Store a new room."""
        self._rows.add(room)

    def get(self, room_id: RoomId) -> Room:
        """Find a room."""
        return self._rows.get(room_id)

    def put(self, room: Room) -> None:
        """Store a room's new state."""
        self._rows.put(room)

    def due(self, now: datetime, limit: int) -> Sequence[DueRoom]:
        """Rooms in which something is due, the earliest first."""
        due = [each for each in self._ahead() if each.deadline <= now]
        return sorted(due, key=attrgetter("deadline", "room_id"))[:limit]

    def next_due(self, now: datetime) -> datetime | None:
        """When something is due next in any room."""
        return min((each.deadline for each in self._ahead() if each.deadline > now), default=None)

    def discover(self, wanted: RoomFilter, page: PageRequest) -> Page[Room]:
        """Active public rooms that fit, the most relevant first."""
        begin = after_found(page)
        places = [(place, room) for room in self._rows if (place := wanted.place(room))]
        rest = [each for each in places if begin is None or each[0] < begin]
        rest.sort(key=lambda each: each[0], reverse=True)
        cut = Page.of(rest, page.limit, lambda each: found_cursor(each[0]))
        return cut.map(lambda each: each[1])

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[Room]:
        """Active rooms in which somebody is present."""
        before = before_id(page, MINE)
        rooms = [
            room
            for member in self._members
            if member.user_id == user_id and member.present and member.room_id < before
            if (room := self._rows.get(member.room_id)).is_active
        ]
        rooms.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rooms, page.limit, lambda room: id_cursor(MINE, room.id))

    def _ahead(self) -> Sequence[DueRoom]:
        return [
            DueRoom(room_id=room.id, deadline=room.next_deadline)
            for room in self._rows
            if room.next_deadline is not None
        ]
