"""Artists over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.catalog_drawing import Lottery
from phantom_adapters.sql.repositories.catalog_search import NameSearch, WordsOf
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import artist_words, artists
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.word_index import WordIndex
from phantom_core.catalog import Artist, ArtistId, Artists, GenreId, SpotifyIdTaken
from phantom_core.catalog.drawing import lot_of
from phantom_core.catalog.listing import ARTISTS
from phantom_core.kernel import NameQuery, Page, PageRequest, name_key, name_words, spelled

__all__ = ["SqlArtists"]

_ARTISTS: Final = Rows(
    artists,
    Artist,
    noun="artist",
    taken={"uq_artists_spotify_artist_id": lambda _: SpotifyIdTaken()},
    computed={
        "name_key": lambda artist: name_key(artist.name),
        "spelled": lambda artist: spelled(artist.name),
        "lot": lambda artist: lot_of(artist.id),
    },
)
_WORDS: Final = WordIndex(artist_words)
_LIVING: Final = artists.c.deleted_at.is_(None)
_OF: Final = Statement(_ARTISTS.select.where(artists.c.id.in_(bindparam("ids", expanding=True))))
_NAMED: Final = Statement(
    _ARTISTS.select.where(
        artists.c.name_key == bindparam("key"), artists.c.spelled == bindparam("name"), _LIVING
    ).order_by(artists.c.id)
)
_BY_SPOTIFY_ID: Final = Statement(
    _ARTISTS.select.where(artists.c.spotify_artist_id == bindparam("spotify_id"))
)
_ANY: Final = Statement(
    select(artists.c.id).where(artists.c.genre_id == bindparam("genre_id"), _LIVING).limit(1)
)
_LOTTERY: Final = Lottery(_ARTISTS, artists.c.genre_id)
_SEARCH: Final = NameSearch(
    rows=_ARTISTS,
    table=artists,
    of_genre=artists.c.genre_id == bindparam("genre_id"),
    words=[WordsOf(artist_words, artists, artists.c.id)],
    listing=ARTISTS,
    named=lambda artist: (artist.name, artist.id),
)


class SqlArtists(Artists):
    """Artists in a table, and beside it the words that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, artist: Artist) -> None:
        """Store a new artist."""
        _ARTISTS.add(self._tx, artist)
        _WORDS.add(self._tx, artist.id, name_words(artist.name))

    def get(self, artist_id: ArtistId) -> Artist:
        """Find an artist, and hold it."""
        return _ARTISTS.get(self._tx, artist_id)

    def put(self, artist: Artist) -> None:
        """Store an artist's new state."""
        _ARTISTS.put(self._tx, artist)
        _WORDS.put(self._tx, artist.id, name_words(artist.name))

    def of(self, artist_ids: Collection[ArtistId]) -> Mapping[ArtistId, Artist]:
        """Those of the artists named that there are."""
        found = (_ARTISTS.all(self._tx, _OF, ids=batch) for batch in batches(artist_ids))
        return {artist.id: artist for some in found for artist in some}

    def named(self, name: str) -> Sequence[Artist]:
        """The living artists of a name."""
        return _ARTISTS.all(self._tx, _NAMED, key=name_key(name), name=spelled(name))

    def by_spotify_id(self, spotify_artist_id: str) -> Artist | None:
        """The artist with a Spotify id."""
        return _ARTISTS.one(self._tx, _BY_SPOTIFY_ID, spotify_id=spotify_artist_id)

    def any_of(self, genre_id: GenreId) -> bool:
        """Whether a living artist is of a genre."""
        return self._tx.row(_ANY, genre_id=genre_id) is not None

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Artist]:
        """Living artists whose names fit, the best first."""
        return _SEARCH.page(self._tx, query, page, genre_id)

    def drawn(self, genre_id: GenreId, begin: int, limit: int) -> Sequence[Artist]:
        """Some artists of a genre, by lot."""
        return _LOTTERY.drawn(self._tx, genre_id, begin, limit)
