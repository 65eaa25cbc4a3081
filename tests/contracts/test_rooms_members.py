"""Who is in which room is kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_members import MembersContract
from phantom_adapters.memory.repositories.rooms_members import MemoryMembers
from phantom_adapters.sql.repositories.rooms_members import SqlMembers


class TestMembers(MembersContract):
    adapters = (MemoryMembers, SqlMembers)
