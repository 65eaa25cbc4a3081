"""The tables of arrangements: where documents stand, and how they came there."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Raw, Whole, Words
from phantom_core.studio.arrangement.conflict import ClashKind, ConflictSide
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.refusal import Refusal

__all__ = [
    "arranged_entities",
    "kept_changes",
    "named_versions",
    "project_checkpoints",
    "project_conflicts",
    "project_documents",
]

_PROJECT: Final = "projects.id"
_OPEN: Final = text("resolved_at IS NULL")

project_documents: Final = Table(
    "project_documents",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), primary_key=True),
    Column("chain", Words, nullable=False),
    Column("changes", Whole, nullable=False),
)
"""Where documents stand."""

project_checkpoints: Final = Table(
    "project_checkpoints",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("seq", Whole, nullable=False),
    Column("vector", Json(Any), nullable=False),
    Column("chain", Words, nullable=False),
    Column("body", Raw, nullable=False),
    PrimaryKeyConstraint("project_id", "seq"),
)
"""Documents as they stood; of all but the newest of each project the body is empty."""

arranged_entities: Final = Table(
    "arranged_entities",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("kind", Choice(Kind), nullable=False),
    Column("version", Whole, nullable=False),
    Column("vector", Json(Any), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("last_modified_by", Key, nullable=False),
)
"""Projects, stems and segments by their ids."""

kept_changes: Final = Table(
    "kept_changes",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("replica", Words, nullable=False),
    Column("counter", Whole, nullable=False),
    Column("change_id", Words, nullable=False),
    Column("entity_id", Key),
    Column("version", Whole),
    Column("after_seq", Whole, nullable=False),
    Column("refusal", Json(Refusal)),
    PrimaryKeyConstraint("project_id", "replica", "counter"),
    UniqueConstraint("entity_id", "version"),
)
"""What was decided of each change."""

project_conflicts: Final = Table(
    "project_conflicts",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("kind", Choice(ClashKind), nullable=False),
    Column("entity", Choice(Kind), nullable=False),
    Column("entity_id", Key, nullable=False),
    Column("record", Words, nullable=False),
    Column("field", Words),
    Column("winner", Json(ConflictSide), nullable=False),
    Column("losers", Json(tuple[ConflictSide, ...]), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", Key),
    Index(None, "project_id", "opened_at", "id"),
    Index(None, "project_id", "record", sqlite_where=_OPEN, postgresql_where=_OPEN),
)
"""What is to be settled in projects, and what was."""

named_versions: Final = Table(
    "named_versions",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("name", Words, nullable=False),
    Column("seq", Whole, nullable=False),
    Column("created_by", Key, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("project_id", "name"),
)
"""Points in the past of projects that have names."""
