"""Calls: who is in them, how far pairs are with agreeing, who is muted for whom."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0013_calls"
down_revision = "0012_servers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "calls",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("webrtc_session_id", types.Words(), nullable=False),
        sa.Column("started_by", types.Key(), nullable=False),
        sa.Column("started_at", types.Instant(), nullable=False),
        sa.Column("ended_at", types.Instant(), nullable=True),
        sa.Column("lasting", types.Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("room_id", "lasting", name=op.f("uq_calls_room_id_lasting")),
    )
    op.create_table(
        "call_participants",
        sa.Column("call_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("party", types.Key(), nullable=False),
        sa.Column("joined_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_call_participants_call_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "user_id", name=op.f("pk_call_participants")),
    )
    op.create_table(
        "call_negotiations",
        sa.Column("call_id", types.Key(), nullable=False),
        sa.Column("lesser", types.Key(), nullable=False),
        sa.Column("greater", types.Key(), nullable=False),
        sa.Column("offered_by", types.Key(), nullable=True),
        sa.Column("offered_at", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_call_negotiations_call_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "lesser", "greater", name=op.f("pk_call_negotiations")),
    )
    op.create_table(
        "call_mutes",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("room_id", types.Key(), nullable=False),
        sa.Column("muted_user_id", types.Key(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "room_id", "muted_user_id", name=op.f("pk_call_mutes")),
    )
