"""Finding what rows mean, among what is stored and what is planned."""

from collections.abc import Iterator, Sequence

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.errors import ImportOvertaken
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import GenreId
from phantom_core.catalog.importing import OTHER, ImportedTrack, Kind
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.song import Song
from phantom_core.catalog.use_cases._import_sheets import Sheet
from phantom_core.kernel import spelled

__all__ = ["Known"]


@attrs.define
class Known:
    """The genres, artists and songs that some rows speak of."""

    work: CatalogWork
    genres: Sheet[Genre] = attrs.field(factory=lambda: Sheet(Kind.GENRE))
    artists: Sheet[Artist] = attrs.field(factory=lambda: Sheet(Kind.ARTIST))
    songs: Sheet[Song] = attrs.field(factory=lambda: Sheet(Kind.SONG))

    def hold_genres(self, tracks: Sequence[ImportedTrack]) -> None:
        """Hold the genres of some rows: of two imports that may make one artist, one waits.

        Raises: ImportOvertaken.
        """
        named = {spelled(track.genre or OTHER): track.genre or OTHER for track in tracks}
        found = [self.work.genres.named(name) for name in named.values()]
        for genre in sorted(filter(None, found), key=lambda each: each.id):
            held = self.genres.look(self.work.genres.get(genre.id))
            if not held.lives:
                raise ImportOvertaken

    def genre(self, name: str) -> Genre | None:
        """The genre of a name."""
        planned = (each for each in self.genres.wanted.values() if _same(each.name, name))
        return next(planned, None) or self.work.genres.named(name)

    def others(self) -> GenreId | None:
        """The genre of artists of whom no row has said one."""
        genre = self.genre(OTHER)
        return None if genre is None else genre.id

    def artist(self, track: ImportedTrack) -> Artist | None:
        """The artist whom a row means: by id, else one of that name who has no other id."""
        found = self._artist_by_id(track.spotify_artist_id)
        if found is None:
            named = (self.artists.peek(each) for each in self._artists_named(track.artist))
            found = next((each for each in named if _fits_artist(each, track)), None)
        return None if found is None else self.artists.look(found)

    def song(self, track: ImportedTrack, artist: Artist | None) -> Song | None:
        """The song that a row means: by id, else the artist's one of that title that fits."""
        found = self._song_by_id(track.spotify_track_id)
        if found is None and artist is not None:
            titled = (self.songs.peek(each) for each in self._songs_titled(artist, track.title))
            fitting = (each for each in titled if _fits_song(each, track))
            found = max(fitting, key=lambda each: _is_on(each, track), default=None)
        return None if found is None else self.songs.look(found)

    def _artist_by_id(self, service_id: str | None) -> Artist | None:
        if service_id is None:
            return None
        wanted = self.artists.wanted.values()
        planned = (each for each in wanted if each.spotify_artist_id == service_id)
        return next(planned, None) or self.work.artists.by_spotify_id(service_id)

    def _artists_named(self, name: str) -> Iterator[Artist]:
        yield from (each for each in self.artists.new() if _same(each.name, name))
        yield from self.work.artists.named(name)

    def _song_by_id(self, service_id: str | None) -> Song | None:
        if service_id is None:
            return None
        wanted = self.songs.wanted.values()
        planned = (each for each in wanted if each.spotify_track_id == service_id)
        return next(planned, None) or self.work.songs.by_spotify_id(service_id)

    def _songs_titled(self, artist: Artist, title: str) -> Iterator[Song]:
        yield from self.work.songs.titled(artist.id, title)
        for song in self.songs.new():
            if song.artist_id == artist.id and _same(song.title, title):
                yield song


def _same(name: str, other: str) -> bool:
    return spelled(name) == spelled(other)


def _fits_artist(artist: Artist, track: ImportedTrack) -> bool:
    """Whether nothing speaks against their being one: no two ids."""
    return None in {artist.spotify_artist_id, track.spotify_artist_id}


def _fits_song(song: Song, track: ImportedTrack) -> bool:
    """Whether nothing speaks against their being one: neither two ids nor two albums."""
    if None not in {song.spotify_track_id, track.spotify_track_id}:
        return False
    return None in {song.album_name, track.album} or _is_on(song, track)


def _is_on(song: Song, track: ImportedTrack) -> bool:
    """Whether both name the same album, or none."""
    return _same(song.album_name or "", track.album or "")
