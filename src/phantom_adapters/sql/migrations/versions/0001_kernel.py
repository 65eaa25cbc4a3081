"""The log, jobs, answers, and facts about the database."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "answers",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("key", types.Words(), nullable=False),
        sa.Column("fingerprint", types.Words(), nullable=False),
        sa.Column("value", types.Json(), nullable=True),
        sa.Column("at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_at"), ["at"], unique=False)

    op.create_table(
        "events",
        sa.Column("topic", types.Words(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("caused_by", types.Key(), nullable=True),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("data", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "seq", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "jobs",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("deferred", types.Json(), nullable=False),
        sa.Column("run_at", types.Instant(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("state", types.Words(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("leased_until", types.Instant(), nullable=True),
        sa.Column("owner", types.Words(), nullable=False),
        sa.Column("error", types.Words(), nullable=False),
        sa.Column("due_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_name_due_at"), ["name", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_state_run_at"), ["state", "run_at"], unique=False)

    op.create_table(
        "meta",
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("value", types.Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "topics",
        sa.Column("topic", types.Words(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("last_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_topics")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topics_last_at"), ["last_at"], unique=False)
