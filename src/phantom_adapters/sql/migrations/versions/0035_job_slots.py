"""Jobs that ask the same wait in one slot, and what was given up tells when."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0035_job_slots"
down_revision = "0034_one_retention"
branch_labels = None
depends_on = None

_WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Make it so; servers of the version before go on meanwhile."""
    op.add_column("jobs", sa.Column("failed_at", types.Instant(), nullable=True))
    op.add_column("jobs", sa.Column("forgiven", types.Whole(), nullable=False, server_default="0"))
    op.add_column("jobs", sa.Column("slot", types.Words(), nullable=True))
    op.drop_index("ix_jobs_state_run_at", "jobs")
    op.create_index("ix_jobs_state_run_at_id", "jobs", ["state", "run_at", "id"])
    op.create_index(
        "ix_jobs_slot",
        "jobs",
        ["slot"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
