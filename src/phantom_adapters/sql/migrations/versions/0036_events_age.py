"""Events are found by their age, but for those that stay."""

import sqlalchemy as sa
from alembic import op

revision = "0036_events_age"
down_revision = "0035_job_slots"
branch_labels = None
depends_on = None

_PASSES = sa.text(
    "substr(topic, 1, 8) <> 'project:' AND substr(name, 1, 15) <> 'user.registered' "
    "AND substr(name, 1, 12) <> 'user.changed'"
)


def upgrade() -> None:
    """Make it so, unless an operator has done it before, while servers wrote."""
    op.create_index(
        "ix_events_at",
        "events",
        ["at"],
        sqlite_where=_PASSES,
        postgresql_where=_PASSES,
        if_not_exists=True,
    )
