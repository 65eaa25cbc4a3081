"""Rooms: who is in them, who listens, what they vote for and what was played."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0010_rooms"
down_revision = "0009_catalog"
branch_labels = None
depends_on = None

_AHEAD = sa.text("next_deadline IS NOT NULL")
_PRESENT = sa.text("left_at IS NULL")
_DROPPED = sa.text("dropped_at IS NOT NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "rooms",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_by", types.Key(), nullable=False),
        sa.Column("host_user_id", types.Key(), nullable=False),
        sa.Column("absent_host_id", types.Key(), nullable=True),
        sa.Column("artist_id", types.Key(), nullable=True),
        sa.Column("genre_id", types.Key(), nullable=True),
        sa.Column("playlist_id", types.Key(), nullable=True),
        sa.Column("allow_voice_chat", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("people_present", sa.BigInteger(), nullable=False),
        sa.Column("secret", types.Words(), nullable=False),
        sa.Column("playback", types.Words(), nullable=False),
        sa.Column("vote", types.Words(), nullable=True),
        sa.Column("next_deadline", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("crowd", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
    )
    op.create_index("ix_rooms_artist_id_crowd_id", "rooms", ["artist_id", "crowd", "id"])
    op.create_index("ix_rooms_crowd_id", "rooms", ["crowd", "id"])
    op.create_index("ix_rooms_genre_id_crowd_id", "rooms", ["genre_id", "crowd", "id"])
    op.create_index(
        "ix_rooms_next_deadline_id",
        "rooms",
        ["next_deadline", "id"],
        sqlite_where=_AHEAD,
        postgresql_where=_AHEAD,
    )
    op.create_table(
        "room_attachments",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("server_id", types.Key(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_attachments_room_id")
        ),
        sa.PrimaryKeyConstraint(
            "room_id", "user_id", "server_id", name=op.f("pk_room_attachments")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_ballots",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("session_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("song_id", types.Key(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_ballots_room_id")),
        sa.PrimaryKeyConstraint("room_id", "session_id", "user_id", name=op.f("pk_room_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_room_ballots_room_id_session_id_song_id",
        "room_ballots",
        ["room_id", "session_id", "song_id"],
    )
    op.create_table(
        "room_invites",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("invited_by", types.Key(), nullable=False),
        sa.Column("invited_user_id", types.Key(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("status", types.Words(), nullable=False),
        sa.Column("awaited_user_id", types.Key(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_invites_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_invites")),
        sa.UniqueConstraint(
            "room_id", "awaited_user_id", name=op.f("uq_room_invites_room_id_awaited_user_id")
        ),
    )
    op.create_index("ix_room_invites_awaited_user_id_id", "room_invites", ["awaited_user_id", "id"])
    op.create_table(
        "room_last_plays",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("song_id", types.Key(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_last_plays_room_id")),
        sa.PrimaryKeyConstraint("room_id", "song_id", name=op.f("pk_room_last_plays")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_members",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("joined_at", types.Instant(), nullable=False),
        sa.Column("left_at", types.Instant(), nullable=True),
        sa.Column("dropped_at", types.Instant(), nullable=True),
        sa.Column("votes_waived", sa.Boolean(), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.Column("is_deafened", sa.Boolean(), nullable=False),
        sa.Column("expelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_members_room_id")),
        sa.PrimaryKeyConstraint("room_id", "user_id", name=op.f("pk_room_members")),
    )
    op.create_index(
        "ix_room_members_room_id_dropped_at_user_id",
        "room_members",
        ["room_id", "dropped_at", "user_id"],
        sqlite_where=_DROPPED,
        postgresql_where=_DROPPED,
    )
    op.create_index(
        "ix_room_members_room_id_joined_at_user_id",
        "room_members",
        ["room_id", "joined_at", "user_id"],
        sqlite_where=_PRESENT,
        postgresql_where=_PRESENT,
    )
    op.create_index(
        "ix_room_members_user_id_room_id",
        "room_members",
        ["user_id", "room_id"],
        sqlite_where=_PRESENT,
        postgresql_where=_PRESENT,
    )
    op.create_table(
        "room_plays",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", types.Key(), nullable=False),
        sa.Column("song", types.Json(), nullable=False),
        sa.Column("reason", types.Words(), nullable=False),
        sa.Column("started_at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_plays_room_id")),
        sa.PrimaryKeyConstraint("room_id", "number", name=op.f("pk_room_plays")),
    )
    op.create_table(
        "room_words",
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("word", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_room_words_room_id")),
        sa.PrimaryKeyConstraint("room_id", "word", name=op.f("pk_room_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_room_words_word_room_id", "room_words", ["word", "room_id"])
