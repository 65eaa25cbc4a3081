"""Rooms as rows: what finding them and keeping them share."""

from typing import Final

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.tables.rooms import rooms
from phantom_core.rooms.room import Room

__all__ = ["ROOMS"]


def _crowd(room: Room) -> int | None:
    return room.people_present if room.is_public and room.is_active else None


ROOMS: Final = Rows(rooms, Room, noun="room", computed={"crowd": _crowd})
"""The rows of the table of rooms."""
