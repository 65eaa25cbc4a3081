"""Arrangements: where documents stand, how they came there, and what is to be settled."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0015_studio_arrangement"
down_revision = "0014_studio_projects"
branch_labels = None
depends_on = None

_OPEN = sa.text("resolved_at IS NULL")


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["project_id"], ["projects.id"], name=op.f(f"fk_{table}_project_id")
    )


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "project_documents",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("chain", types.Words(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        _of_project("project_documents"),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_documents")),
    )
    op.create_table(
        "project_checkpoints",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("vector", types.Json(), nullable=False),
        sa.Column("chain", types.Words(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_project("project_checkpoints"),
        sa.PrimaryKeyConstraint("project_id", "seq", name=op.f("pk_project_checkpoints")),
    )
    op.create_table(
        "arranged_entities",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("vector", types.Json(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("last_modified_by", types.Key(), nullable=False),
        _of_project("arranged_entities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arranged_entities")),
    )
    op.create_table(
        "kept_changes",
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("replica", types.Words(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("change_id", types.Words(), nullable=False),
        sa.Column("entity_id", types.Key(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("after_seq", sa.BigInteger(), nullable=False),
        sa.Column("refusal", types.Json(), nullable=True),
        _of_project("kept_changes"),
        sa.PrimaryKeyConstraint("project_id", "replica", "counter", name=op.f("pk_kept_changes")),
        sa.UniqueConstraint("entity_id", "version", name=op.f("uq_kept_changes_entity_id_version")),
    )
    op.create_table(
        "project_conflicts",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("entity", types.Words(), nullable=False),
        sa.Column("entity_id", types.Key(), nullable=False),
        sa.Column("record", types.Words(), nullable=False),
        sa.Column("field", types.Words(), nullable=True),
        sa.Column("winner", types.Json(), nullable=False),
        sa.Column("losers", types.Json(), nullable=False),
        sa.Column("opened_at", types.Instant(), nullable=False),
        sa.Column("resolved_at", types.Instant(), nullable=True),
        sa.Column("resolved_by", types.Key(), nullable=True),
        _of_project("project_conflicts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_conflicts")),
    )
    op.create_index(
        "ix_project_conflicts_project_id_opened_at_id",
        "project_conflicts",
        ["project_id", "opened_at", "id"],
    )
    op.create_index(
        "ix_project_conflicts_project_id_record",
        "project_conflicts",
        ["project_id", "record"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "named_versions",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("project_id", types.Key(), nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("created_by", types.Key(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        _of_project("named_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_versions")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_named_versions_project_id_name")),
    )
