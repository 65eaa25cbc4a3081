"""Sessions keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_sessions import SessionsContract
from phantom_adapters.memory.repositories.identity_sessions import MemorySessions
from phantom_adapters.sql.repositories.identity_sessions import SqlSessions


class TestSessions(SessionsContract):
    adapters = (MemorySessions, SqlSessions)
