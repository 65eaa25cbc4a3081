"""Every storage keeps the promises of its port: in memory, on SQLite, on PostgreSQL."""

from phantom_adapters.contracts.storage import StorageContract
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql.storage import SqlStorage


class TestStorage(StorageContract):
    adapters = (MemoryStorage, SqlStorage)
