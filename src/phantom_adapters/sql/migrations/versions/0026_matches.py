"""People are matched, and say what they say to that."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0026_matches"
down_revision = "0025_profile_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "matches",
        sa.Column("low_id", types.Key(), nullable=False),
        sa.Column("high_id", types.Key(), nullable=False),
        sa.Column("low", types.Words(), nullable=False),
        sa.Column("high", types.Words(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("formula_version", sa.BigInteger(), nullable=False),
        sa.Column("statistics_version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("matched_at", types.Instant()),
        sa.Column("low_status", types.Words()),
        sa.Column("high_status", types.Words()),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_matches")),
    )
    for side in ("low", "high"):
        op.create_index(
            op.f(f"ix_matches_{side}_id_{side}_status"),
            "matches",
            [f"{side}_id", f"{side}_status"],
            unique=False,
        )
