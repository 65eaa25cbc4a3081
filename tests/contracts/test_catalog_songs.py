"""Songs keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_songs import SongsContract
from phantom_adapters.memory.repositories.catalog_songs import MemorySongs
from phantom_adapters.sql.repositories.catalog_songs import SqlSongs


class TestSongs(SongsContract):
    adapters = (MemorySongs, SqlSongs)
