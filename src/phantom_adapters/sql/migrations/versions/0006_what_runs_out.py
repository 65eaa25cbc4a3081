"""Sessions and tokens from mails are found by when they run out."""

from alembic import op

revision = "0006_what_runs_out"
down_revision = "0005_one_namespace_of_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_email_tokens_expires_at", "email_tokens", ["expires_at"])
