"""Genres keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.catalog_genres import GenresContract
from phantom_adapters.memory.repositories.catalog_genres import MemoryGenres
from phantom_adapters.sql.repositories.catalog_genres import SqlGenres


class TestGenres(GenresContract):
    adapters = (MemoryGenres, SqlGenres)
