"""Keeping an artist's default playlist in step with the artist's songs."""

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.ids import SongId
from phantom_core.catalog.playlist import MOST_SONGS, Playlist
from phantom_core.catalog.ports import CatalogWork


def add_default_playlist(work: CatalogWork, artist: Artist) -> None:
    """Make the playlist of a new artist, as yet without songs."""
    playlist = Playlist(
        id=artist.default_playlist_id,
        name=artist.name,
        artist_id=artist.id,
        created_at=work.now,
        updated_at=work.now,
    )
    work.playlists.add(playlist, ())


def append_song(work: CatalogWork, artist: Artist, song_id: SongId) -> None:
    """Put a song at the end of its artist's playlist, unless that is full."""
    playlist = work.playlists.get(artist.default_playlist_id)
    songs = work.playlists.songs_of(playlist.id)
    if len(songs) < MOST_SONGS and song_id not in songs:
        work.playlists.put(playlist.holding(work.now, len(songs) + 1), (*songs, song_id))


def drop_song(work: CatalogWork, artist: Artist, song_id: SongId) -> None:
    """Take a song out of its artist's playlist, if it is there."""
    playlist = work.playlists.get(artist.default_playlist_id)
    songs = work.playlists.songs_of(playlist.id)
    rest = tuple(each for each in songs if each != song_id)
    if len(rest) < len(songs):
        work.playlists.put(playlist.holding(work.now, len(rest)), rest)


def follow_name(work: CatalogWork, before: Artist, artist: Artist) -> None:
    """Rename an artist's playlist with the artist, unless it was given a name of its own."""
    playlist = work.playlists.get(artist.default_playlist_id)
    if playlist.name == before.name != artist.name:
        work.playlists.put(playlist.changed(work.now, name=artist.name))
