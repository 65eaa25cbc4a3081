"""Jobs that wait are found in the order in which they are begun."""

import sqlalchemy as sa
from alembic import op

revision = "0008_jobs_in_order"
down_revision = "0007_when_mails_were_sent"
branch_labels = None
depends_on = None

_AWAITED = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_index(
        "ix_jobs_form_run_at_id",
        "jobs",
        ["form", "run_at", "id"],
        sqlite_where=_AWAITED,
        postgresql_where=_AWAITED,
    )
