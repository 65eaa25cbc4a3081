"""Whom people are shown today, and how often each is."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0027_feeds"
down_revision = "0026_matches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "daily_feeds",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", types.Words(), nullable=False),
        sa.Column("shown", types.Json(), nullable=False),
        sa.Column("explored", types.Json(), nullable=False),
        sa.Column("before", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_daily_feeds_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_daily_feeds")),
    )
    op.create_table(
        "feed_exposures",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feeds", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_feed_exposures_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_feed_exposures")),
    )
    op.create_index("ix_feed_exposures_day_feeds", "feed_exposures", ["day", "feeds"])
