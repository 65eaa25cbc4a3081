"""Sweeps that those in office ask for."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0021_sweep_runs"
down_revision = "0020_audio_renditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "sweep_runs",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("asked_by", types.Key(), nullable=False),
        sa.Column("asked_at", types.Instant(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("outcome", types.Json(), nullable=True),
        sa.Column("refusal", types.Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_runs")),
    )
