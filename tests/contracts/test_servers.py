"""Lists of servers keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.servers import ServersContract
from phantom_adapters.memory.repositories.servers import MemoryServers
from phantom_adapters.sql.repositories.servers import SqlServers


class TestServers(ServersContract):
    adapters = (MemoryServers, SqlServers)
