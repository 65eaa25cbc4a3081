"""What some rows come to: what is new, and what is there and lacks something.

Whoever is not yet there is made; what is there says more afterwards, and never anything else.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId, SongId
from phantom_core.catalog.importing import OTHER, ImportedBatch, ImportedTrack, Refusal, Silent
from phantom_core.catalog.playlist import MOST_SONGS
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.song import Song
from phantom_core.catalog.use_cases._import_known import Known
from phantom_core.catalog.use_cases._import_lists import Lists
from phantom_core.catalog.use_cases._import_sheets import Sheet
from phantom_core.kernel import Milliseconds, spelled

__all__ = ["Plan"]

_FULL: Final = f"playlist has {MOST_SONGS} songs already; the song itself is imported"
_NO_DURATION: Final = "duration is missing, and the song is new here"


@attrs.define
class Plan:
    """What shall be, of everything that some rows speak of. Nothing is changed by planning.

    Attributes:
        refusals: the rows that come to nothing.
        silent: the rows whose songs cannot be played yet.
    """

    work: CatalogWork
    known: Known
    lists: Lists
    refusals: list[Refusal] = attrs.field(factory=list)
    silent: list[Silent] = attrs.field(factory=list)

    @classmethod
    def of(cls, work: CatalogWork, tracks: Sequence[ImportedTrack]) -> "Plan":
        """Plan for some rows, one after the other. Raises: ImportOvertaken."""
        plan = cls(work, Known(work), Lists(work))
        plan.known.hold_genres(tracks)
        for index, track in enumerate(tracks):
            plan._take(index, track)
        return plan

    @property
    def batch(self) -> ImportedBatch:
        """What comes of it."""
        return ImportedBatch(
            marks=tuple(mark for sheet in self._sheets() for mark in sheet.marks()),
            refusals=tuple(self.refusals),
            silent=tuple(self.silent),
        )

    def names(self) -> dict[str, str]:
        """What tells new things from each other, by their ids."""
        return {key: name for sheet in self._sheets() for key, name in sheet.names.items()}

    def store(self) -> None:
        """Make it so. Raises: GenreTaken, SpotifyIdTaken, ImportOvertaken."""
        work, known = self.work, self.known
        for genre in sorted(known.genres.new(), key=lambda each: spelled(each.name)):
            work.genres.add(genre)
        known.songs.store_changes(work.songs.get, work.songs.put, work.now)
        by = {song.artist_id for song in known.songs.new()}
        known.artists.store_changes(work.artists.get, work.artists.put, work.now, keep=by)
        for artist in known.artists.new():
            work.artists.add(artist)
        for song in known.songs.new():
            work.songs.add(song)
        self.lists.store()

    def _sheets(self) -> Iterator[Sheet[Any]]:
        yield from (self.known.genres, self.known.artists, self.known.songs, self.lists.playlists)

    def _take(self, index: int, track: ImportedTrack) -> None:
        artist = self.known.artist(track)
        song = self.known.song(track, artist)
        if artist is not None:
            artist = self._fuller_artist(artist, track)
        if song is not None:
            song = self._fuller_song(song, track)
        elif track.duration_ms is not None:
            song = self._new_song(track, track.duration_ms, artist or self._new_artist(track))
        else:
            self.refusals.append(Refusal(index=index, reason=_NO_DURATION))
            return
        if not song.playable:
            self.silent.append(Silent(index=index, song_id=song.id))
        if track.playlist is not None and not self.lists.put(track.playlist, song.id):
            self.refusals.append(Refusal(index=index, reason=_FULL))

    def _genre(self, name: str) -> Genre:
        """The genre of a name, which is made if need be."""
        genre = self.known.genre(name)
        if genre is not None:
            return self.known.genres.look(genre)
        now = self.work.now
        made = Genre(id=GenreId(self.work.new_id()), name=name, created_at=now, updated_at=now)
        return self.known.genres.make(made, spelled(name))

    def _new_artist(self, track: ImportedTrack) -> Artist:
        artist = Artist(
            id=ArtistId(self.work.new_id()),
            name=track.artist,
            genre_id=self._genre(track.genre or OTHER).id,
            default_playlist_id=PlaylistId(self.work.new_id()),
            spotify_artist_id=track.spotify_artist_id,
            image_url=track.image_url,
            created_at=self.work.now,
            updated_at=self.work.now,
        )
        self.lists.open_default(artist)
        return self.known.artists.make(artist, spelled(artist.name))

    def _fuller_artist(self, artist: Artist, track: ImportedTrack) -> Artist:
        fuller = self.known.artists.fill(
            artist, spotify_artist_id=track.spotify_artist_id, image_url=track.image_url
        )
        if track.genre is None or fuller.genre_id != self.known.others():
            return fuller
        return self.known.artists.change(fuller, genre_id=self._genre(track.genre).id)

    def _new_song(self, track: ImportedTrack, duration: Milliseconds, artist: Artist) -> Song:
        song = Song(
            id=SongId(self.work.new_id()),
            title=track.title,
            artist_id=artist.id,
            duration_ms=duration,
            album_name=track.album,
            album_cover_url=track.album_cover_url,
            preview_url=track.preview_url,
            spotify_track_id=track.spotify_track_id,
            created_at=self.work.now,
            updated_at=self.work.now,
        )
        self.lists.put_in_default(artist, song.id)
        name = "\n".join(map(spelled, (artist.name, track.title, track.album or "")))
        return self.known.songs.make(song, track.spotify_track_id or name)

    def _fuller_song(self, song: Song, track: ImportedTrack) -> Song:
        return self.known.songs.fill(
            song,
            album_name=track.album,
            album_cover_url=track.album_cover_url,
            preview_url=track.preview_url,
            spotify_track_id=track.spotify_track_id,
        )
