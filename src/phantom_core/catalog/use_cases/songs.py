"""Songs: finding them, and what admins do with them."""

from typing import Final

import attrs

from phantom_core.catalog.errors import NoAudio
from phantom_core.catalog.ids import ArtistId, GenreId, SongId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.song import Song
from phantom_core.catalog.track import Track
from phantom_core.catalog.use_cases._default_playlist import append_song, drop_song
from phantom_core.catalog.use_cases._finding import living, named_artist, tracks_of
from phantom_core.kernel import (
    NOBODY_WAITS,
    Access,
    Checked,
    Command,
    Fault,
    Id,
    Invalid,
    Milliseconds,
    NameQuery,
    Page,
    PageRequest,
    Query,
    line,
    ruled,
)

__all__ = [
    "AddSong",
    "DeleteSong",
    "DropAudio",
    "FindSongs",
    "GetSong",
    "GetSongAudio",
    "check_audio",
]

_AT_ONCE: Final = 20


@attrs.frozen(kw_only=True)
class FindSongs(Checked, Query[Page[Track]]):
    """Find songs by title, and by words of their artists' names beside it.

    Titles that are the query come first, then those that begin with it, then those where each of
    its words begins one of the title or of the artist's name; then what only has them inside.
    Case, accents and punctuation are nothing. An empty query lists all by title.

    Attributes:
        genre_id: by artists of which genre, if of one.

    Raises: Invalid.
    """

    access = Access.PERSON
    query: str = ruled(line(0, 100), default="")
    genre_id: GenreId | None = None
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Track]:
        """Answer those that fit best first."""
        asked = NameQuery.of(self.query)
        found = work.songs.search(asked, self.page, genre_id=self.genre_id)
        return Page(tracks_of(work, found.items), found.next)


@attrs.frozen(kw_only=True)
class GetSong(Query[Track]):
    """Look at a song, also at one that is deleted. Raises: NotFound."""

    access = Access.PERSON
    song_id: SongId

    def run(self, work: CatalogWork) -> Track:
        """Answer it."""
        return tracks_of(work, [work.songs.get(self.song_id)])[0]


@attrs.frozen(kw_only=True)
class GetSongAudio(Query[Id]):
    """Ask for the recording that a song is played from; who may hear it, audio decides.

    Raises: NotFound; NoAudio.
    """

    access = Access.PERSON
    song_id: SongId

    def run(self, work: CatalogWork) -> Id:
        """Answer the id of the recording."""
        song = living(work.songs.get(self.song_id), self.song_id)
        if song.audio_file_id is None:
            raise NoAudio(song.id)
        return song.audio_file_id


@attrs.frozen(kw_only=True)
class AddSong(Command[Track]):
    """Add a song, at the end of its artist's default playlist too.

    Attributes:
        audio_file_id: a recording of it, public or one's own.

    Raises: Invalid; SpotifyIdTaken.
    """

    access = Access.ADMIN
    title: str
    artist_id: ArtistId
    duration_ms: Milliseconds
    album_name: str | None = None
    album_cover_url: str | None = None
    preview_url: str | None = None
    spotify_track_id: str | None = None
    audio_file_id: Id | None = None

    def run(self, work: CatalogWork) -> Track:
        """Answer it."""
        check_audio(work, self.audio_file_id)
        artist = named_artist(work, self.artist_id)
        said = attrs.asdict(self, recurse=False)
        song = Song(id=SongId(work.new_id()), created_at=work.now, updated_at=work.now, **said)
        work.songs.add(song)
        append_song(work, artist, song.id)
        return Track(song=song, artist=artist)


@attrs.frozen(kw_only=True)
class DeleteSong(Command[None]):
    """Delete a song: nothing finds it, and no playlist plays it, any more.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Outdated.
    """

    access = Access.ADMIN
    song_id: SongId
    version: int | None = None

    def run(self, work: CatalogWork) -> None:
        """Let it go."""
        song = living(work.songs.get(self.song_id), self.song_id).based_on(self.version)
        work.songs.put(song.deleted(work.now))
        drop_song(work, work.artists.get(song.artist_id), song.id)


@attrs.frozen(kw_only=True)
class DropAudio(Command[None]):
    """Have songs played no longer from a recording that is gone."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    audio_file_id: Id

    def run(self, work: CatalogWork) -> None:
        """Let go of it, a few songs at a time."""
        songs = work.songs.with_audio(self.audio_file_id, _AT_ONCE)
        for song in songs:
            work.songs.put(song.changed(work.now, audio_file_id=None))
        if len(songs) == _AT_ONCE:
            work.enqueue(self)


def check_audio(work: CatalogWork, audio_file_id: Id | None) -> None:
    """Refuse a recording that there is not, or that only somebody else may hear. Raises: Invalid.

    It is held, and so before any song: who deletes it lets go of its songs then.
    """
    if audio_file_id is None:
        return
    if work.audio_owners.owner_of(audio_file_id, seen_by=work.actor.person) is None:
        raise Invalid(Fault("audio_file_id", "must be a recording that is public, or your own"))
