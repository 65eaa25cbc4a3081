"""Blocks keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_blocks import BlocksContract
from phantom_adapters.memory.repositories.identity_blocks import MemoryBlocks
from phantom_adapters.sql.repositories.identity_blocks import SqlBlocks


class TestBlocks(BlocksContract):
    adapters = (MemoryBlocks, SqlBlocks)
