"""Bookings."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0028_bookings"
down_revision = "0027_feeds"
branch_labels = None
depends_on = None

_CONFIRMED = sa.text("status = 'confirmed'")
_OPEN = sa.text("status IN ('requested', 'confirmed')")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "bookings",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("requested_by", types.Key(), nullable=False),
        sa.Column("role", types.Words()),
        sa.Column("note", types.Words()),
        sa.Column("status", types.Words(), nullable=False),
        sa.Column("slot", types.Json()),
        sa.Column("proposal", types.Json()),
        sa.Column("cancelled_by", types.Key()),
        sa.Column("reason", types.Words()),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("start_time", types.Instant()),
        sa.Column("end_time", types.Instant()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    op.create_index("ix_bookings_user_id_id", "bookings", ["user_id", "id"])
    op.create_index("ix_bookings_requested_by_id", "bookings", ["requested_by", "id"])
    op.create_index(
        "ix_bookings_user_id_end_time",
        "bookings",
        ["user_id", "end_time"],
        sqlite_where=_CONFIRMED,
        postgresql_where=_CONFIRMED,
    )
    op.create_index(
        "ix_bookings_project_id_id",
        "bookings",
        ["project_id", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
