"""Who names which blobs is told alike: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.blob_uses import BlobUsesContract
from phantom_adapters.memory.repositories.blob_uses import MemoryBlobUses
from phantom_adapters.sql.repositories.blob_uses import SqlBlobUses


class TestBlobUses(BlobUsesContract):
    adapters = (MemoryBlobUses, SqlBlobUses)
