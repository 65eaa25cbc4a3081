"""Servers know of each other."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0012_servers"
down_revision = "0011_chat"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "servers",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("started_at", types.Instant(), nullable=False),
        sa.Column("beaten_at", types.Instant(), nullable=False),
        sa.Column("retired_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_servers")),
    )
