"""Follows keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_follows import FollowsContract
from phantom_adapters.memory.repositories.identity_follows import MemoryFollows
from phantom_adapters.sql.repositories.identity_follows import SqlFollows


class TestFollows(FollowsContract):
    adapters = (MemoryFollows, SqlFollows)
