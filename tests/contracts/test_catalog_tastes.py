"""Tastes keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_tastes import TastesContract
from phantom_adapters.memory.repositories.catalog_tastes import MemoryTastes
from phantom_adapters.sql.repositories.catalog_tastes import SqlTastes


class TestTastes(TastesContract):
    adapters = (MemoryTastes, SqlTastes)
