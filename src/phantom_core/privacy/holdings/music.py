"""What the catalogue keeps."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["MUSIC"]

_PUBLIC: Final = "The catalogue is everybody's, and about published music."

MUSIC: Final = (
    Holding(
        table="genres",
        what="a genre",
        plain=("id", "name", "name_key", "taken_name"),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="artists",
        what="an artist",
        plain=(
            "id",
            "name",
            "name_key",
            "spelled",
            "genre_id",
            "default_playlist_id",
            "spotify_artist_id",
            "image_url",
        ),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="artist_words",
        what="a word that an artist is found by",
        plain=("artist_id", "word"),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="songs",
        what="a song",
        plain=(
            "id",
            "title",
            "name_key",
            "spelled",
            "artist_id",
            "album_name",
            "album_cover_url",
            "preview_url",
            "spotify_track_id",
            "audio_file_id",
        ),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="song_words",
        what="a word that a song is found by",
        plain=("song_id", "word"),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="tags",
        what="a tag",
        plain=("id", "name", "name_key", "spelled", "kind"),
        fate=Fate.KEPT,
        why=_PUBLIC,
    ),
    Holding(
        table="playlists",
        what="a playlist",
        people=("created_by",),
        words=("name",),
        plain=("id", "artist_id"),
        export="playlists",
        fate=Fate.EMPTIED,
        why="Rooms that play it go on; it has lost its name, and is found by nobody.",
    ),
    Holding(
        table="playlist_songs",
        what="the songs of a playlist",
        plain=("playlist_id", "song_ids"),
        export="playlists",
        fate=Fate.EMPTIED,
    ),
    Holding(
        table="tastes",
        what="the genres and artists that somebody likes",
        people=("user_id",),
        words=("genre_ids", "artist_ids"),
        export="taste",
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
)
"""What the catalogue keeps."""
