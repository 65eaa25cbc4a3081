"""Songs over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, exists, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.catalog_drawing import Lottery
from phantom_adapters.sql.repositories.catalog_search import NameSearch, WordsOf
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import artist_words, artists, song_words, songs
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.word_index import WordIndex
from phantom_core.catalog import ArtistId, GenreId, Song, SongId, Songs, SpotifyIdTaken
from phantom_core.catalog.drawing import lot_of
from phantom_core.catalog.listing import ARTIST_SONGS, FIRST_ID, SONGS, after_id, id_cursor
from phantom_core.kernel import Id, NameQuery, Page, PageRequest, name_key, name_words, spelled

__all__ = ["SqlSongs"]

_SONGS: Final = Rows(
    songs,
    Song,
    noun="song",
    taken={"uq_songs_spotify_track_id": lambda _: SpotifyIdTaken()},
    computed={
        "name_key": lambda song: name_key(song.title),
        "spelled": lambda song: spelled(song.title),
        "lot": lambda song: lot_of(song.id),
    },
)
_WORDS: Final = WordIndex(song_words)
_LIVING: Final = songs.c.deleted_at.is_(None)
_BY_ARTIST: Final = songs.c.artist_id == bindparam("artist_id")
_OF: Final = Statement(_SONGS.select.where(songs.c.id.in_(bindparam("ids", expanding=True))))
_TITLED: Final = Statement(
    _SONGS.select.where(
        _BY_ARTIST,
        songs.c.name_key == bindparam("key"),
        songs.c.spelled == bindparam("title"),
        _LIVING,
    ).order_by(songs.c.id)
)
_BY_SPOTIFY_ID: Final = Statement(
    _SONGS.select.where(songs.c.spotify_track_id == bindparam("spotify_id"))
)
_WITH_AUDIO: Final = Statement(
    _SONGS.select.where(songs.c.audio_file_id == bindparam("audio_file_id"))
    .order_by(songs.c.id)
    .limit(bindparam("limit")),
    locks=True,
)
_PAGE: Final = Statement(
    _SONGS.select.where(_BY_ARTIST, songs.c.id > bindparam("after"), _LIVING)
    .order_by(songs.c.id)
    .limit(bindparam("limit"))
)
_LOTTERY: Final = Lottery(_SONGS, songs.c.artist_id)
_SEARCH: Final = NameSearch(
    rows=_SONGS,
    table=songs,
    of_genre=exists(
        select(artists.c.id).where(
            artists.c.id == songs.c.artist_id, artists.c.genre_id == bindparam("genre_id")
        )
    ),
    words=[
        WordsOf(song_words, songs, songs.c.id),
        WordsOf(artist_words, artists, songs.c.artist_id),
    ],
    listing=SONGS,
    named=lambda song: (song.title, song.id),
)


class SqlSongs(Songs):
    """Songs in a table, and beside it the words that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, song: Song) -> None:
        """Store a new song."""
        _SONGS.add(self._tx, song)
        _WORDS.add(self._tx, song.id, name_words(song.title))

    def get(self, song_id: SongId) -> Song:
        """Find a song, and hold it."""
        return _SONGS.get(self._tx, song_id)

    def put(self, song: Song) -> None:
        """Store a song's new state."""
        _SONGS.put(self._tx, song)
        _WORDS.put(self._tx, song.id, name_words(song.title))

    def of(self, song_ids: Collection[SongId]) -> Mapping[SongId, Song]:
        """Those of the songs named that there are."""
        found = (_SONGS.all(self._tx, _OF, ids=batch) for batch in batches(song_ids))
        return {song.id: song for some in found for song in some}

    def titled(self, artist_id: ArtistId, title: str) -> Sequence[Song]:
        """An artist's living songs of a title."""
        key, whole = name_key(title), spelled(title)
        return _SONGS.all(self._tx, _TITLED, artist_id=artist_id, key=key, title=whole)

    def by_spotify_id(self, spotify_track_id: str) -> Song | None:
        """The song with a Spotify id."""
        return _SONGS.one(self._tx, _BY_SPOTIFY_ID, spotify_id=spotify_track_id)

    def with_audio(self, audio_file_id: Id, limit: int) -> Sequence[Song]:
        """Songs that are played from a recording; they are held."""
        return _SONGS.all(self._tx, _WITH_AUDIO, audio_file_id=audio_file_id, limit=limit)

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Song]:
        """An artist's living songs."""
        after = after_id(page, ARTIST_SONGS) or FIRST_ID
        rows = _SONGS.all(self._tx, _PAGE, artist_id=artist_id, after=after, limit=page.limit + 1)
        return Page.of(rows, page.limit, lambda song: id_cursor(ARTIST_SONGS, song.id))

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Song]:
        """Living songs that fit, the best first."""
        return _SEARCH.page(self._tx, query, page, genre_id)

    def drawn(self, artist_id: ArtistId, begin: int, limit: int) -> Sequence[Song]:
        """Some songs of an artist, by lot."""
        return _LOTTERY.drawn(self._tx, artist_id, begin, limit)
