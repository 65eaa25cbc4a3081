"""Genres over SQL."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import bindparam, tuple_

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import genres
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Words
from phantom_core.catalog import Genre, GenreId, Genres, GenreTaken
from phantom_core.catalog.listing import GENRES, after_name, name_cursor
from phantom_core.kernel import Cursor, Page, PageRequest, name_key, spelled

__all__ = ["SqlGenres"]

_GENRES: Final = Rows(
    genres,
    Genre,
    noun="genre",
    taken={"uq_genres_taken_name": lambda _: GenreTaken()},
    computed={
        "name_key": lambda genre: name_key(genre.name),
        "taken_name": lambda genre: spelled(genre.name) if genre.lives else None,
    },
)
_OF: Final = Statement(_GENRES.select.where(genres.c.id.in_(bindparam("ids", expanding=True))))
_NAMED: Final = Statement(_GENRES.select.where(genres.c.taken_name == bindparam("name")))
_ALL: Final = (
    _GENRES.select.where(genres.c.deleted_at.is_(None))
    .order_by(genres.c.name_key, genres.c.id)
    .limit(bindparam("limit"))
)
_FIRST: Final = Statement(_ALL)
_FURTHER: Final = Statement(
    _ALL.where(
        tuple_(genres.c.name_key, genres.c.id)
        > tuple_(bindparam("name", type_=Words()), bindparam("id", type_=Key()))
    )
)


class SqlGenres(Genres):
    """Genres in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, genre: Genre) -> None:
        """Store a new genre."""
        _GENRES.add(self._tx, genre)

    def get(self, genre_id: GenreId) -> Genre:
        """Find a genre, and hold it."""
        return _GENRES.get(self._tx, genre_id)

    def put(self, genre: Genre) -> None:
        """Store a genre's new state."""
        _GENRES.put(self._tx, genre)

    def of(self, genre_ids: Collection[GenreId]) -> Mapping[GenreId, Genre]:
        """Those of the genres named that there are."""
        found = (_GENRES.all(self._tx, _OF, ids=batch) for batch in batches(genre_ids))
        return {genre.id: genre for some in found for genre in some}

    def named(self, name: str) -> Genre | None:
        """The living genre of a name."""
        return _GENRES.one(self._tx, _NAMED, name=spelled(name))

    def all(self, page: PageRequest) -> Page[Genre]:
        """Living genres by name."""
        begin, limit = after_name(page, GENRES), page.limit + 1
        if begin is None:
            rows = _GENRES.all(self._tx, _FIRST, limit=limit)
        else:
            rows = _GENRES.all(self._tx, _FURTHER, limit=limit, name=begin[0], id=begin[1])
        return Page.of(rows, page.limit, _cursor)


def _cursor(genre: Genre) -> Cursor:
    return name_cursor(GENRES, name_key(genre.name), genre.id)
