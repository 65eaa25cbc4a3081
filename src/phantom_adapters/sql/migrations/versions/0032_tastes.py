"""Tastes are gathered, counted and compared."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0032_tastes"
down_revision = "0031_data_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "taste_profiles",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("profile", types.Words(), nullable=False),
        sa.Column("statistics_version", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_taste_profiles")),
    )
    op.create_table(
        "taste_census",
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("counted_id", types.Key()),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", types.Instant()),
        sa.Column("wanted_at", types.Instant()),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_taste_census")),
    )
    op.create_table(
        "taste_statistics",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("statistics", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taste_statistics")),
    )
    op.create_table(
        "taste_ties",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("other_id", types.Key(), nullable=False),
        sa.Column("score", types.Real(), nullable=False),
        sa.Column("liking", types.Real(), nullable=False),
        sa.Column("liked", types.Real(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "other_id", name=op.f("pk_taste_ties")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_taste_ties_other_id_score"), "taste_ties", ["other_id", "score"], unique=False
    )
    op.create_table(
        "taste_standings",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("reach", types.Real(), nullable=False),
        sa.Column("bar", types.Real(), nullable=False),
        sa.Column("floor", types.Real(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_taste_standings")),
    )
    op.create_table(
        "taste_refreshes",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("due_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_taste_refreshes")),
    )
