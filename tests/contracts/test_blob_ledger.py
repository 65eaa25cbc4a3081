"""Ledgers of blobs keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.blob_ledger import BlobLedgerContract
from phantom_adapters.memory.repositories.blob_ledger import MemoryBlobLedger
from phantom_adapters.sql.repositories.blob_ledger import SqlBlobLedger


class TestBlobLedger(BlobLedgerContract):
    adapters = (MemoryBlobLedger, SqlBlobLedger)
