"""Recordings have renditions."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0020_audio_renditions"
down_revision = "0019_media_images"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.add_column("audio_files", sa.Column("rendition", types.Json()))
    op.add_column("audio_files", sa.Column("rendition_blob", types.Words()))
