"""Artists keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_artists import ArtistsContract
from phantom_adapters.memory.repositories.catalog_artists import MemoryArtists
from phantom_adapters.sql.repositories.catalog_artists import SqlArtists


class TestArtists(ArtistsContract):
    adapters = (MemoryArtists, SqlArtists)
