"""Images."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0019_media_images"
down_revision = "0018_composing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "images",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("uploader_id", types.Key(), nullable=False),
        sa.Column("usage_type", types.Words(), nullable=False),
        sa.Column("linked_entity_type", types.Words(), nullable=True),
        sa.Column("linked_entity_id", types.Key(), nullable=True),
        sa.Column("visibility", types.Words(), nullable=False),
        sa.Column("title", types.Words(), nullable=True),
        sa.Column("description", types.Words(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("colour", types.Words(), nullable=False),
        sa.Column("variants", types.Json(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_images")),
    )
    op.create_index(op.f("ix_images_uploader_id_id"), "images", ["uploader_id", "id"])
    op.create_index(op.f("ix_images_usage_type_id"), "images", ["usage_type", "id"])
    op.create_index(op.f("ix_images_linked_entity_id_id"), "images", ["linked_entity_id", "id"])
