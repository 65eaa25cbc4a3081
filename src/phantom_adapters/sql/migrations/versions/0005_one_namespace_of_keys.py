"""Uploads take their idempotency keys where all calls do.

What was uploaded under a key before this is not known by it any more: its answer was never kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_one_namespace_of_keys"
down_revision = "0004_job_versions"
branch_labels = None
depends_on = None

_A_DAY_ON = {
    "sqlite": "UPDATE answers SET expires_at = expires_at + 86400000",
    "postgresql": "UPDATE answers SET expires_at = expires_at + INTERVAL '24 hours'",
}


def upgrade() -> None:
    """Make it so."""
    op.drop_index("ix_answers_at", "answers")
    op.execute("ALTER TABLE answers RENAME COLUMN at TO expires_at")
    op.execute(_A_DAY_ON[op.get_context().dialect.name])
    op.create_index("ix_answers_expires_at", "answers", ["expires_at"])
    op.add_column(
        "answers", sa.Column("running", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("DELETE FROM uploads WHERE received IS NOT NULL")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_constraint("uq_uploads_owner_id_key", type_="unique")
        batch_op.drop_column("received")
