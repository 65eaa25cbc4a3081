"""Erasures, and what they did."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0030_erasures"
down_revision = "0029_taste_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "erasures",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("asked_by", types.Key(), nullable=True),
        sa.Column("asked_at", types.Instant(), nullable=False),
        sa.Column("names", types.Json(), nullable=False),
        sa.Column("done_at", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_erasures_asked_by_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_erasures_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("user_id", name=op.f("uq_erasures_user_id")),
    )
    op.create_table(
        "erasure_receipts",
        sa.Column("erasure_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"],
            ["erasures.id"],
            name=op.f("fk_erasure_receipts_erasure_id_erasures"),
        ),
        sa.PrimaryKeyConstraint("erasure_id", "kind", name=op.f("pk_erasure_receipts")),
    )
