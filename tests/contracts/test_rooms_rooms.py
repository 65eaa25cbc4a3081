"""Rooms keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_rooms import RoomsContract
from phantom_adapters.memory.repositories.rooms_rooms import MemoryRooms
from phantom_adapters.sql.repositories.rooms_rooms import SqlRooms


class TestRooms(RoomsContract):
    adapters = (MemoryRooms, SqlRooms)
