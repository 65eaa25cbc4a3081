"""Playlists keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_playlists import PlaylistsContract
from phantom_adapters.memory.repositories.catalog_playlists import MemoryPlaylists
from phantom_adapters.sql.repositories.catalog_playlists import SqlPlaylists


class TestPlaylists(PlaylistsContract):
    adapters = (MemoryPlaylists, SqlPlaylists)
