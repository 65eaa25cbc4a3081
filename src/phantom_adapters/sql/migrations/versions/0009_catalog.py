"""The catalogue: genres, artists, songs, playlists, tags, tastes."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0009_catalog"
down_revision = "0008_jobs_in_order"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "genres",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("name_key", types.Words(), nullable=False),
        sa.Column("taken_name", types.Words(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("deleted_at", types.Instant(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_genres")),
        sa.UniqueConstraint("taken_name", name=op.f("uq_genres_taken_name")),
    )
    op.create_index("ix_genres_name_key_id", "genres", ["name_key", "id"])
    op.create_table(
        "tags",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("name_key", types.Words(), nullable=False),
        sa.Column("spelled", types.Words(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("kind", "spelled", name=op.f("uq_tags_kind_spelled")),
    )
    op.create_index("ix_tags_kind_name_key_id", "tags", ["kind", "name_key", "id"])
    op.create_index("ix_tags_name_key_id", "tags", ["name_key", "id"])
    op.create_table(
        "tastes",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("genre_ids", types.Json(), nullable=False),
        sa.Column("artist_ids", types.Json(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_tastes")),
    )
    op.create_table(
        "artists",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("name_key", types.Words(), nullable=False),
        sa.Column("spelled", types.Words(), nullable=False),
        sa.Column("lot", sa.BigInteger(), nullable=False),
        sa.Column("genre_id", types.Key(), nullable=False),
        sa.Column("default_playlist_id", types.Key(), nullable=False),
        sa.Column("spotify_artist_id", types.Words(), nullable=True),
        sa.Column("image_url", types.Words(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("deleted_at", types.Instant(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["genre_id"], ["genres.id"], name=op.f("fk_artists_genre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artists")),
        sa.UniqueConstraint("spotify_artist_id", name=op.f("uq_artists_spotify_artist_id")),
    )
    op.create_index("ix_artists_genre_id_lot", "artists", ["genre_id", "lot"])
    op.create_index("ix_artists_name_key_id", "artists", ["name_key", "id"])
    op.create_table(
        "artist_words",
        sa.Column("artist_id", types.Key(), nullable=False),
        sa.Column("word", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artist_id"], ["artists.id"], name=op.f("fk_artist_words_artist_id")
        ),
        sa.PrimaryKeyConstraint("artist_id", "word", name=op.f("pk_artist_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_artist_words_word_artist_id", "artist_words", ["word", "artist_id"])
    op.create_table(
        "playlists",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("artist_id", types.Key(), nullable=True),
        sa.Column("created_by", types.Key(), nullable=True),
        sa.Column("song_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("deleted_at", types.Instant(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["artist_id"], ["artists.id"], name=op.f("fk_playlists_artist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playlists")),
    )
    op.create_index("ix_playlists_artist_id_id", "playlists", ["artist_id", "id"])
    op.create_index("ix_playlists_created_by_id", "playlists", ["created_by", "id"])
    op.create_table(
        "songs",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("title", types.Words(), nullable=False),
        sa.Column("name_key", types.Words(), nullable=False),
        sa.Column("spelled", types.Words(), nullable=False),
        sa.Column("lot", sa.BigInteger(), nullable=False),
        sa.Column("artist_id", types.Key(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("album_name", types.Words(), nullable=True),
        sa.Column("album_cover_url", types.Words(), nullable=True),
        sa.Column("preview_url", types.Words(), nullable=True),
        sa.Column("spotify_track_id", types.Words(), nullable=True),
        sa.Column("audio_file_id", types.Key(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("deleted_at", types.Instant(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["artist_id"], ["artists.id"], name=op.f("fk_songs_artist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_songs")),
        sa.UniqueConstraint("spotify_track_id", name=op.f("uq_songs_spotify_track_id")),
    )
    op.create_index("ix_songs_artist_id_id", "songs", ["artist_id", "id"])
    op.create_index("ix_songs_artist_id_lot", "songs", ["artist_id", "lot"])
    op.create_index("ix_songs_artist_id_name_key", "songs", ["artist_id", "name_key"])
    op.create_index("ix_songs_audio_file_id", "songs", ["audio_file_id"])
    op.create_index("ix_songs_name_key_id", "songs", ["name_key", "id"])
    op.create_table(
        "playlist_songs",
        sa.Column("playlist_id", types.Key(), nullable=False),
        sa.Column("song_ids", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["playlist_id"], ["playlists.id"], name=op.f("fk_playlist_songs_playlist_id")
        ),
        sa.PrimaryKeyConstraint("playlist_id", name=op.f("pk_playlist_songs")),
    )
    op.create_table(
        "song_words",
        sa.Column("song_id", types.Key(), nullable=False),
        sa.Column("word", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["song_id"], ["songs.id"], name=op.f("fk_song_words_song_id")),
        sa.PrimaryKeyConstraint("song_id", "word", name=op.f("pk_song_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_song_words_word_song_id", "song_words", ["word", "song_id"])
