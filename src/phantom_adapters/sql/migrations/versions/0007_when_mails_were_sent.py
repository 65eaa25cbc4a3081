"""A token from a mail says when its mail was sent.

What was issued before this counts as sent: nobody asked whether it was.
"""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0007_when_mails_were_sent"
down_revision = "0006_what_runs_out"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.add_column("email_tokens", sa.Column("sent_at", types.Instant(), nullable=True))
    op.execute("UPDATE email_tokens SET sent_at = created_at")
