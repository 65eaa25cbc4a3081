"""Genres in memory."""

from collections.abc import Collection, Mapping

from phantom_adapters.memory.repositories.catalog_tables import CatalogTables, named_page
from phantom_core.catalog import Genre, GenreId, Genres
from phantom_core.catalog.listing import GENRES
from phantom_core.kernel import Page, PageRequest, name_key, spelled

__all__ = ["MemoryGenres"]


class MemoryGenres(Genres):
    """Genres by id."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.genres

    def add(self, genre: Genre) -> None:
        """Store a new genre."""
        self._rows.add(genre)

    def get(self, genre_id: GenreId) -> Genre:
        """Find a genre, or refuse."""
        return self._rows.get(genre_id)

    def put(self, genre: Genre) -> None:
        """Store a genre's new state."""
        self._rows.put(genre)

    def of(self, genre_ids: Collection[GenreId]) -> Mapping[GenreId, Genre]:
        """Those of the genres named that there are."""
        return {each: genre for each in genre_ids if (genre := self._rows.find(each))}

    def named(self, name: str) -> Genre | None:
        """The living genre of a name."""
        return self._rows.by("name", spelled(name))

    def all(self, page: PageRequest) -> Page[Genre]:
        """Living genres by name."""
        rows = ((name_key(each.name), each.id, each) for each in self._rows if each.lives)
        return named_page(rows, page, GENRES)
