"""Uploads are for any purpose and may come in parts; what people keep is counted.

Uploads that were under way are forgotten with the servers that took them: the ledger of blobs still
knows what they leave, and it is swept as ever.
"""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0023_uploads"
down_revision = "0022_sets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.drop_table("uploads")
    op.create_table(
        "uploads",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("purpose", types.Words(), nullable=False),
        sa.Column("file_name", types.Words(), nullable=False),
        sa.Column("content_type", types.Words(), nullable=False),
        sa.Column("blob", types.Words(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", types.Words(), nullable=True),
        sa.Column("part_size", sa.BigInteger(), nullable=True),
        sa.Column("multipart", types.Words(), nullable=True),
        sa.Column("terms", types.Words(), nullable=False),
        sa.Column("key", types.Words(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index("ix_uploads_expires_at", "uploads", ["expires_at"])
    op.create_index("ix_uploads_owner_id_id", "uploads", ["owner_id", "id"])
    op.create_table(
        "storage_accounts",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("stored", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("uploads", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_storage_accounts")),
    )
    op.execute(
        "INSERT INTO storage_accounts (user_id, stored, pending, uploads) "
        "SELECT owner_id, SUM(size_bytes), 0, 0 FROM audio_files GROUP BY owner_id"
    )
