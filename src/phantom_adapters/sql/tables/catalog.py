"""The catalogue's tables. Names are compared, found and sorted by keys that the core computes."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.catalog import ArtistId, GenreId, SongId, TagKind

__all__ = [
    "artist_words",
    "artists",
    "genres",
    "playlist_songs",
    "playlists",
    "song_words",
    "songs",
    "tags",
    "tastes",
]

_ARTIST: Final = "artists.id"

genres: Final = Table(
    "genres",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("taken_name", Words),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("version", Whole, nullable=False),
    UniqueConstraint("taken_name"),
    Index(None, "name_key", "id"),
)
"""Genres; `taken_name` is the name as it is compared, while the genre lives."""

artists: Final = Table(
    "artists",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("spelled", Words, nullable=False),
    Column("lot", Whole, nullable=False),
    Column("genre_id", Key, ForeignKey("genres.id"), nullable=False),
    Column("default_playlist_id", Key, nullable=False),
    Column("spotify_artist_id", Words),
    Column("image_url", Words),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("version", Whole, nullable=False),
    UniqueConstraint("spotify_artist_id"),
    Index(None, "name_key", "id"),
    Index(None, "genre_id", "lot"),
)
"""Artists."""

artist_words: Final = Table(
    "artist_words",
    METADATA,
    Column("artist_id", Key, ForeignKey(_ARTIST), nullable=False),
    Column("word", Words, nullable=False),
    PrimaryKeyConstraint("artist_id", "word"),
    Index(None, "word", "artist_id"),
    sqlite_with_rowid=False,
)
"""What living artists are found by: a search reads a stretch of the index."""

songs: Final = Table(
    "songs",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("title", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("spelled", Words, nullable=False),
    Column("lot", Whole, nullable=False),
    Column("artist_id", Key, ForeignKey(_ARTIST), nullable=False),
    Column("duration_ms", Whole, nullable=False),
    Column("album_name", Words),
    Column("album_cover_url", Words),
    Column("preview_url", Words),
    Column("spotify_track_id", Words),
    Column("audio_file_id", Key, index=True),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("version", Whole, nullable=False),
    UniqueConstraint("spotify_track_id"),
    Index(None, "name_key", "id"),
    Index(None, "artist_id", "id"),
    Index(None, "artist_id", "name_key"),
    Index(None, "artist_id", "lot"),
)
"""Songs."""

song_words: Final = Table(
    "song_words",
    METADATA,
    Column("song_id", Key, ForeignKey("songs.id"), nullable=False),
    Column("word", Words, nullable=False),
    PrimaryKeyConstraint("song_id", "word"),
    Index(None, "word", "song_id"),
    sqlite_with_rowid=False,
)
"""What living songs are found by, besides their artists."""

playlists: Final = Table(
    "playlists",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("artist_id", Key, ForeignKey(_ARTIST)),
    Column("created_by", Key),
    Column("song_count", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("version", Whole, nullable=False),
    Index(None, "created_by", "id"),
    Index(None, "artist_id", "id"),
)
"""Playlists."""

playlist_songs: Final = Table(
    "playlist_songs",
    METADATA,
    Column("playlist_id", Key, ForeignKey("playlists.id"), primary_key=True),
    Column("song_ids", Json(tuple[SongId, ...]), nullable=False),
)
"""The songs of playlists in their order, all in one row: putting others in is one change."""

tags: Final = Table(
    "tags",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("spelled", Words, nullable=False),
    Column("kind", Choice(TagKind), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("kind", "spelled"),
    Index(None, "name_key", "id"),
    Index(None, "kind", "name_key", "id"),
)
"""Tags."""

tastes: Final = Table(
    "tastes",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("genre_ids", Json(tuple[GenreId, ...]), nullable=False),
    Column("artist_ids", Json(tuple[ArtistId, ...]), nullable=False),
    Column("version", Whole, nullable=False),
)
"""What users like best."""
