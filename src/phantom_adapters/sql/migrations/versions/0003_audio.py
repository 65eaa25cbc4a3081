"""Audio: recordings, uploads, reports, annotations; the ledger of blobs."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0003_audio"
down_revision = "0002_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "audio_files",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("title", types.Words(), nullable=False),
        sa.Column("blob", types.Words(), nullable=False),
        sa.Column("original_file_name", types.Words(), nullable=False),
        sa.Column("format", types.Words(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", types.Words(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("sample_rate", sa.BigInteger(), nullable=False),
        sa.Column("channels", sa.BigInteger(), nullable=False),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("visibility", types.Words(), nullable=False),
        sa.Column("analysis_status", types.Words(), nullable=False),
        sa.Column("analysis_reason", types.Words(), nullable=True),
        sa.Column("analysis_run", types.Key(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audio_files")),
    )
    op.create_index("ix_audio_files_owner_id_id", "audio_files", ["owner_id", "id"])
    op.create_table(
        "blob_ledger",
        sa.Column("key", types.Words(), nullable=False),
        sa.Column("state", types.Words(), nullable=False),
        sa.Column("due_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blob_ledger")),
    )
    op.create_index("ix_blob_ledger_due_at", "blob_ledger", ["due_at"])
    op.create_table(
        "uploads",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("file_name", types.Words(), nullable=False),
        sa.Column("format", types.Words(), nullable=False),
        sa.Column("blob", types.Words(), nullable=False),
        sa.Column("key", types.Words(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.Column("received", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_uploads_owner_id_key")),
    )
    op.create_index("ix_uploads_expires_at", "uploads", ["expires_at"])
    op.create_table(
        "audio_reports",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("audio_file_id", types.Key(), nullable=False),
        sa.Column("analyzer", types.Words(), nullable=False),
        sa.Column("analyzer_version", types.Words(), nullable=False),
        sa.Column("decoder_version", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("result", types.Json(), nullable=False),
        sa.Column("waveform", types.Words(), nullable=False),
        sa.Column("waveform_points", sa.BigInteger(), nullable=False),
        sa.Column("picture", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_file_id"], ["audio_files.id"], name=op.f("fk_audio_reports_audio_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audio_reports")),
    )
    op.create_index("ix_audio_reports_audio_file_id_id", "audio_reports", ["audio_file_id", "id"])
    op.create_table(
        "music_annotations",
        sa.Column("audio_file_id", types.Key(), nullable=False),
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("words", types.Json(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_file_id"], ["audio_files.id"], name=op.f("fk_music_annotations_audio_file_id")
        ),
        sa.PrimaryKeyConstraint("audio_file_id", name=op.f("pk_music_annotations")),
    )
