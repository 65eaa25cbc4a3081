"""What was played is kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_plays import PlaysContract
from phantom_adapters.memory.repositories.rooms_plays import MemoryPlays
from phantom_adapters.sql.repositories.rooms_plays import SqlPlays


class TestPlays(PlaysContract):
    adapters = (MemoryPlays, SqlPlays)
