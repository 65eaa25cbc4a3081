"""One chore forgets what is old; those that five did are done by nobody any more."""

import sqlalchemy as sa
from alembic import op

revision = "0034_one_retention"
down_revision = "0033_notifications"
branch_labels = None
depends_on = None

_BEFORE = (
    "ForgetAnswers/1",
    "ForgetDeadJobs/1",
    "ForgetDoneJobs/1",
    "ForgetExpired/1",
    "ForgetGenerated/1",
)


def upgrade() -> None:
    """Make it so."""
    jobs = sa.table("jobs", sa.column("form", sa.Text()))
    op.execute(jobs.delete().where(jobs.c.form.in_(_BEFORE)))
