"""Saying something else of a song."""

from collections.abc import Mapping

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.ids import ArtistId, SongId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.track import Track
from phantom_core.catalog.use_cases._default_playlist import append_song, drop_song
from phantom_core.catalog.use_cases._finding import living, named_artist
from phantom_core.catalog.use_cases.songs import check_audio
from phantom_core.kernel import Access, Command, Id, Milliseconds
from phantom_core.kernel.unchanged import UNCHANGED, Unchanged, given

__all__ = ["ChangeSong"]


@attrs.frozen(kw_only=True)
class ChangeSong(Command[Track]):
    """Say something else of a song; what is not named stays.

    A song that turns out to be by another artist moves to that one's default playlist.

    Attributes:
        audio_file_id: a recording of it, public or one's own.
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated; SpotifyIdTaken.
    """

    access = Access.ADMIN
    song_id: SongId
    title: str | Unchanged = UNCHANGED
    artist_id: ArtistId | Unchanged = UNCHANGED
    duration_ms: Milliseconds | Unchanged = UNCHANGED
    album_name: str | Unchanged | None = UNCHANGED
    album_cover_url: str | Unchanged | None = UNCHANGED
    preview_url: str | Unchanged | None = UNCHANGED
    spotify_track_id: str | Unchanged | None = UNCHANGED
    audio_file_id: Id | Unchanged | None = UNCHANGED
    version: int | None = None

    def run(self, work: CatalogWork) -> Track:
        """Answer the song as it is now."""
        if self.audio_file_id is not UNCHANGED:
            check_audio(work, self.audio_file_id)
        song = living(work.songs.get(self.song_id), self.song_id).based_on(self.version)
        changed = song.changed(work.now, **self._changes())
        artists = self._artists(work, song.artist_id, changed.artist_id)
        work.songs.put(changed)
        if changed.artist_id != song.artist_id:
            drop_song(work, artists[song.artist_id], song.id)
            append_song(work, artists[changed.artist_id], song.id)
        return Track(song=changed, artist=artists[changed.artist_id])

    def _artists(
        self, work: CatalogWork, before: ArtistId, after: ArtistId
    ) -> Mapping[ArtistId, Artist]:
        """Whose song it was and is, held in the order in which all hold them."""
        return {
            each: work.artists.get(each) if each == before else named_artist(work, each)
            for each in sorted({before, after})
        }

    def _changes(self) -> Mapping[str, object]:
        fields = attrs.asdict(self, recurse=False)
        return given(**{name: fields[name] for name in fields.keys() - {"song_id", "version"}})
