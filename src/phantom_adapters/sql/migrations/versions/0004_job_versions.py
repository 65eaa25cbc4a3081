"""Jobs are stored with a version."""

from alembic import op

revision = "0004_job_versions"
down_revision = "0003_audio"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.drop_index("ix_jobs_name_due_at", "jobs")
    op.execute("ALTER TABLE jobs RENAME COLUMN name TO form")
    op.execute("UPDATE jobs SET form = form || '/1'")
    op.create_index("ix_jobs_form_due_at", "jobs", ["form", "due_at"])
