"""Music that was made for people waits to be asked for again."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0018_composing"
down_revision = "0017_audio_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "generated_music",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("mark", types.Words(), nullable=False),
        sa.Column("generated", types.Words(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "mark", name=op.f("pk_generated_music")),
    )
    op.create_index(
        op.f("ix_generated_music_expires_at"), "generated_music", ["expires_at"], unique=False
    )
