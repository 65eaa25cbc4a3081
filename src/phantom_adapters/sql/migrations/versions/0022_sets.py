"""Sets of music, and their tracks."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0022_sets"
down_revision = "0021_sweep_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "music_sets",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("title", types.Words(), nullable=False),
        sa.Column("description", types.Words()),
        sa.Column("visibility", types.Words(), nullable=False),
        sa.Column("track_ids", types.Json(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_music_sets")),
    )
    op.create_index("ix_music_sets_visibility_id", "music_sets", ["visibility", "id"])
    op.create_table(
        "music_tracks",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("set_id", types.Key(), nullable=False),
        sa.Column("title", types.Words(), nullable=False),
        sa.Column("artist", types.Words()),
        sa.Column("file_name", types.Words(), nullable=False),
        sa.Column("blob", types.Words()),
        sa.Column("content_type", types.Words(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger()),
        sa.Column("sha256", types.Words()),
        sa.Column("status", types.Words(), nullable=False),
        sa.Column("reason", types.Words()),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["music_sets.id"], name=op.f("fk_music_tracks_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_music_tracks")),
    )
    op.create_index("ix_music_tracks_set_id_id", "music_tracks", ["set_id", "id"])
