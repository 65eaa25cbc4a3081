"""Every log keeps the promises of its port: in memory, on SQLite, on PostgreSQL."""

from phantom_adapters.contracts.event_log import EventLogContract
from phantom_adapters.memory.kernel import MemoryEventLog
from phantom_adapters.sql.repositories.event_log import SqlEventLog


class TestEventLog(EventLogContract):
    adapters = (MemoryEventLog, SqlEventLog)
