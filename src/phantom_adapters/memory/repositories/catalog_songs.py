"""Songs in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.catalog_tables import (
    CatalogTables,
    by_lot,
    found_page,
)
from phantom_core.catalog import ArtistId, GenreId, Song, SongId, Songs
from phantom_core.catalog.listing import ARTIST_SONGS, SONGS, after_id, id_cursor
from phantom_core.kernel import Id, NameQuery, Page, PageRequest, Place, name_key, spelled

__all__ = ["MemorySongs"]


class MemorySongs(Songs):
    """Songs by id, looked through one by one."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.songs
        self._artists = tables.artists

    def add(self, song: Song) -> None:
        """Store a new song."""
        self._rows.add(song)

    def get(self, song_id: SongId) -> Song:
        """Find a song, or refuse."""
        return self._rows.get(song_id)

    def put(self, song: Song) -> None:
        """Store a song's new state."""
        self._rows.put(song)

    def of(self, song_ids: Collection[SongId]) -> Mapping[SongId, Song]:
        """Those of the songs named that there are."""
        return {each: song for each in song_ids if (song := self._rows.find(each))}

    def titled(self, artist_id: ArtistId, title: str) -> Sequence[Song]:
        """An artist's living songs of a title."""
        return [each for each in self._by(artist_id) if spelled(each.title) == spelled(title)]

    def by_spotify_id(self, spotify_track_id: str) -> Song | None:
        """The song with a Spotify id."""
        return self._rows.by("spotify", spotify_track_id)

    def with_audio(self, audio_file_id: Id, limit: int) -> Sequence[Song]:
        """Songs that are played from a recording."""
        found = (each for each in self._rows if each.audio_file_id == audio_file_id)
        return sorted(found, key=attrgetter("id"))[:limit]

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Song]:
        """An artist's living songs."""
        after = after_id(page, ARTIST_SONGS)
        rest = [each for each in self._by(artist_id) if after is None or each.id > after]
        return Page.of(rest, page.limit, lambda song: id_cursor(ARTIST_SONGS, song.id))

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Song]:
        """Living songs that fit, the best first."""
        return found_page(self._fitting(query, genre_id), page, SONGS)

    def drawn(self, artist_id: ArtistId, begin: int, limit: int) -> Sequence[Song]:
        """Some songs of an artist, by lot."""
        return by_lot(self._by(artist_id), begin, limit, known_by=attrgetter("id"))

    def _by(self, artist_id: ArtistId) -> Sequence[Song]:
        found = (each for each in self._rows if each.lives and each.artist_id == artist_id)
        return sorted(found, key=attrgetter("id"))

    def _fitting(self, query: NameQuery, genre_id: GenreId | None) -> Iterator[tuple[Place, Song]]:
        for song in self._rows:
            artist = self._artists.get(song.artist_id)
            rank = query.rank(song.title, artist.name)
            if song.lives and genre_id in {None, artist.genre_id} and rank is not None:
                yield (rank, name_key(song.title), song.id), song
