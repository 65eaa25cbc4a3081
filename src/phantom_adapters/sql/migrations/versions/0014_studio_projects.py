"""Projects: who makes them together, who is there, and where their music stands."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0014_studio_projects"
down_revision = "0013_calls"
branch_labels = None
depends_on = None

_INVITED = sa.text("joined_at IS NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "projects",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("origin", types.Words(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("description", types.Words(), nullable=True),
        sa.Column("tempo", types.Real(), nullable=False),
        sa.Column("time_signature", types.Json(), nullable=False),
        sa.Column("length_ms", sa.BigInteger(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("last_accessed_at", types.Instant(), nullable=False),
        sa.Column("last_sync_at", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index("ix_projects_shown_at_id", "projects", ["shown_at", "id"])
    op.create_table(
        "project_words",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("word", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_words_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "word", name=op.f("pk_project_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_project_words_word_project_id", "project_words", ["word", "project_id"])
    op.create_table(
        "project_collaborators",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("role", types.Words(), nullable=False),
        sa.Column("permissions", types.Words(), nullable=False),
        sa.Column("invited_by", types.Key(), nullable=False),
        sa.Column("invited_at", types.Instant(), nullable=False),
        sa.Column("joined_at", types.Instant(), nullable=True),
        sa.Column("last_active_at", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_collaborators_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_project_collaborators")),
    )
    op.create_index(
        "ix_project_collaborators_user_id_invited_at_project_id",
        "project_collaborators",
        ["user_id", "invited_at", "project_id"],
        sqlite_where=_INVITED,
        postgresql_where=_INVITED,
    )
    op.create_index(
        "ix_project_collaborators_user_id_project_id",
        "project_collaborators",
        ["user_id", "project_id"],
    )
    op.create_table(
        "project_attachments",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("server_id", types.Key(), nullable=False),
        sa.Column("attached_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_attachments_project_id")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "user_id", "server_id", name=op.f("pk_project_attachments")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "project_sessions",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("started_at", types.Instant(), nullable=False),
        sa.Column("playback", types.Words(), nullable=False),
        sa.Column("vacant_since", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_sessions_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_sessions")),
    )
