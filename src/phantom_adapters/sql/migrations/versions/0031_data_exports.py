"""Exports of people's data."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0031_data_exports"
down_revision = "0030_erasures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "data_exports",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("state", types.Words(), nullable=False),
        sa.Column("stage", types.Words(), nullable=True),
        sa.Column("progress", types.Real(), nullable=False),
        sa.Column("asked_at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("expires_at", types.Instant(), nullable=True),
        sa.Column("blob", types.Words(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("reason", types.Words(), nullable=True),
        sa.Column("running_for", types.Key(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exports")),
        sa.UniqueConstraint("running_for", name=op.f("uq_data_exports_running_for")),
    )
    op.create_index(op.f("ix_data_exports_expires_at"), "data_exports", ["expires_at"])
    op.create_index(op.f("ix_data_exports_user_id_id"), "data_exports", ["user_id", "id"])
