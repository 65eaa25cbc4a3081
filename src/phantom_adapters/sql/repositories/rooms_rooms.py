"""Rooms, over SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from phantom_adapters.sql.repositories.rooms_discovery import discovered
from phantom_adapters.sql.repositories.rooms_rows import ROOMS
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_members, room_words, rooms
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.word_index import WordIndex
from phantom_core.kernel import Page, PageRequest, UserId, name_words
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.pages import MINE, before_id, id_cursor
from phantom_core.rooms.ports import DueRoom, Rooms
from phantom_core.rooms.room import Room

__all__ = ["SqlRooms"]

_DUE: Final = Statement(
    select(rooms.c.id, rooms.c.next_deadline)
    .where(rooms.c.next_deadline <= bindparam("now"))
    .order_by(rooms.c.next_deadline, rooms.c.id)
    .limit(bindparam("limit"))
)
_NEXT_DUE: Final = Statement(
    select(func.min(rooms.c.next_deadline)).where(rooms.c.next_deadline > bindparam("now"))
)
_OF_MEMBER: Final = Statement(
    ROOMS.select.join_from(rooms, room_members, room_members.c.room_id == rooms.c.id)
    .where(
        room_members.c.user_id == bindparam("user_id"),
        room_members.c.left_at.is_(None),
        room_members.c.room_id < bindparam("before"),
        rooms.c.is_active,
    )
    .order_by(room_members.c.room_id.desc())
    .limit(bindparam("limit"))
)
_WORDS: Final = WordIndex(room_words)


class SqlRooms(Rooms):
    """Rooms in a table, and beside it the words that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._named: dict[RoomId, str] = {}

    def add(self, room: Room) -> None:
        """Store a new room."""
        ROOMS.add(self._tx, room)
        _WORDS.add(self._tx, room.id, name_words(room.name))
        self._named[room.id] = room.name

    def get(self, room_id: RoomId) -> Room:
        """Find a room, and hold it."""
        room = ROOMS.get(self._tx, room_id)
        self._named[room_id] = room.name
        return room

    def put(self, room: Room) -> None:
        """Store a room's new state. Under the name that was found, it is found already."""
        ROOMS.put(self._tx, room)
        if self._named.get(room.id) != room.name:
            _WORDS.put(self._tx, room.id, name_words(room.name))
            self._named[room.id] = room.name

    def due(self, now: datetime, limit: int) -> Sequence[DueRoom]:
        """Rooms in which something is due, the earliest first."""
        rows = self._tx.rows(_DUE, now=now, limit=limit)
        return [DueRoom(room_id=room_id, deadline=deadline) for room_id, deadline in rows]

    def next_due(self, now: datetime) -> datetime | None:
        """When something is due next in any room."""
        ((deadline,),) = self._tx.rows(_NEXT_DUE, now=now)
        return deadline  # type: ignore[no-any-return]

    def discover(self, wanted: RoomFilter, page: PageRequest) -> Page[Room]:
        """Active public rooms that fit, the most relevant first."""
        return discovered(self._tx, wanted, page)

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[Room]:
        """Active rooms in which somebody is present."""
        before = before_id(page, MINE)
        found = ROOMS.all(
            self._tx, _OF_MEMBER, user_id=user_id, before=before, limit=page.limit + 1
        )
        return Page.of(found, page.limit, lambda room: id_cursor(MINE, room.id))
