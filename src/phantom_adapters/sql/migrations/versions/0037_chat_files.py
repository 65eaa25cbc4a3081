"""Files are sent in chats."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0037_chat_files"
down_revision = "0036_events_age"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "chat_files",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("chat_room_id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", types.Words(), nullable=False),
        sa.Column("blob", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_room_id"], ["chat_rooms.id"], name=op.f("fk_chat_files_chat_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_files")),
    )
    op.create_index(op.f("ix_chat_files_owner_id_id"), "chat_files", ["owner_id", "id"])
    op.create_index(op.f("ix_chat_files_expires_at"), "chat_files", ["expires_at"])
