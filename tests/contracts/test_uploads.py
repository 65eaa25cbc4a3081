"""Stores of uploads keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.uploads import StorageAccountsContract, UploadsContract
from phantom_adapters.memory.repositories.uploads import MemoryStorageAccounts, MemoryUploads
from phantom_adapters.sql.repositories.uploads import SqlStorageAccounts, SqlUploads


class TestUploads(UploadsContract):
    adapters = (MemoryUploads, SqlUploads)


class TestStorageAccounts(StorageAccountsContract):
    adapters = (MemoryStorageAccounts, SqlStorageAccounts)
