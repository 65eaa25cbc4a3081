"""A few rows of the catalogue's tables, as the version that made them wrote them."""

from datetime import UTC, datetime
from typing import Any, Final

__all__ = ["CATALOG_ROWS", "OLD_ARTIST", "OLD_PLAYLIST"]

OLD_ARTIST: Final = "01J9AD70003ESCM02JZNT93M0H"
"""An artist."""

OLD_PLAYLIST: Final = "01J9AD7000CBRE35VT0JDCRM8S"
"""The artist's default playlist, which has a song."""

_GENRE: Final = "01J9AD7000AC9GZ0Z6QZFAWZ1H"
_SONG: Final = "01J9AD70006D1VZ9WGZ9G0B2BD"
_LISTENER: Final = "01J9AD7000FRW8A3P3PMM92YTE"
_THEN: Final = datetime(2024, 10, 4, tzinfo=UTC)
_TIMES: Final[dict[str, Any]] = {"created_at": _THEN, "updated_at": _THEN, "version": 1}

CATALOG_ROWS: Final = {
    "genres": [
        {"id": _GENRE, "name": "Rap", "name_key": "rap", "taken_name": "rap", **_TIMES},
    ],
    "artists": [
        {
            "id": OLD_ARTIST,
            "name": "Drake",
            "name_key": "drake",
            "spelled": "drake",
            "lot": 1_000_000,
            "genre_id": _GENRE,
            "default_playlist_id": OLD_PLAYLIST,
            "spotify_artist_id": "3TVXtAsR1Inumwj472S9r4",
            **_TIMES,
        }
    ],
    "artist_words": [{"artist_id": OLD_ARTIST, "word": "drake"}],
    "songs": [
        {
            "id": _SONG,
            "title": "One Dance",
            "name_key": "one dance",
            "spelled": "one dance",
            "lot": 2_000_000,
            "artist_id": OLD_ARTIST,
            "duration_ms": 173_987,
            "album_name": "Views",
            **_TIMES,
        }
    ],
    "song_words": [
        {"song_id": _SONG, "word": "one"},
        {"song_id": _SONG, "word": "dance"},
    ],
    "playlists": [
        {
            "id": OLD_PLAYLIST,
            "name": "Drake",
            "artist_id": OLD_ARTIST,
            "song_count": 1,
            **_TIMES,
        }
    ],
    "playlist_songs": [{"playlist_id": OLD_PLAYLIST, "song_ids": f'["{_SONG}"]'}],
    "tags": [
        {
            "id": "01J9AD7000B6BYXHXA5WY31QZ5",
            "name": "Calm",
            "name_key": "calm",
            "spelled": "calm",
            "kind": "mood",
            "created_at": _THEN,
        }
    ],
    "tastes": [
        {
            "user_id": _LISTENER,
            "genre_ids": f'["{_GENRE}"]',
            "artist_ids": f'["{OLD_ARTIST}"]',
            "version": 2,
        }
    ],
}
"""Rows by table; the taste is Ada's."""
