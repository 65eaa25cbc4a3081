"""The studio's tables: projects, places in them, who is there, and their sessions."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, text

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import (
    Choice,
    Document,
    Flag,
    Instant,
    Json,
    Key,
    Real,
    Whole,
    Words,
)
from phantom_core.studio import CollaboratorRole, Permissions, SharedPlayback, TimeSignature

__all__ = [
    "project_attachments",
    "project_collaborators",
    "project_sessions",
    "project_words",
    "projects",
]

_PROJECT: Final = "projects.id"
_INVITED: Final = text("joined_at IS NULL")

projects: Final = Table(
    "projects",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("owner_id", Key, nullable=False),
    Column("origin", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("description", Words),
    Column("tempo", Real, nullable=False),
    Column("time_signature", Json(TimeSignature), nullable=False),
    Column("length_ms", Whole, nullable=False),
    Column("is_public", Flag, nullable=False),
    Column("is_active", Flag, nullable=False),
    Column("last_accessed_at", Instant, nullable=False),
    Column("last_sync_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Column("shown_at", Instant),
    Index(None, "shown_at", "id"),
)
"""Projects. Active public ones have a `shown_at`: when somebody last came to them."""

project_words: Final = Table(
    "project_words",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("word", Words, nullable=False),
    PrimaryKeyConstraint("project_id", "word"),
    Index(None, "word", "project_id"),
    sqlite_with_rowid=False,
)
"""What projects are found by."""

project_collaborators: Final = Table(
    "project_collaborators",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("user_id", Key, nullable=False),
    Column("role", Choice(CollaboratorRole), nullable=False),
    Column("permissions", Document(Permissions), nullable=False),
    Column("invited_by", Key, nullable=False),
    Column("invited_at", Instant, nullable=False),
    Column("joined_at", Instant),
    Column("last_active_at", Instant),
    PrimaryKeyConstraint("project_id", "user_id"),
    Index(None, "user_id", "project_id"),
    Index(
        None,
        "user_id",
        "invited_at",
        "project_id",
        sqlite_where=_INVITED,
        postgresql_where=_INVITED,
    ),
)
"""Places in projects, of those who collaborate, and of those who are invited."""

project_attachments: Final = Table(
    "project_attachments",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), nullable=False),
    Column("user_id", Key, nullable=False),
    Column("server_id", Key, nullable=False),
    Column("attached_at", Instant, nullable=False),
    PrimaryKeyConstraint("project_id", "user_id", "server_id"),
    sqlite_with_rowid=False,
)
"""Who listens to which project, on which server process."""

project_sessions: Final = Table(
    "project_sessions",
    METADATA,
    Column("project_id", Key, ForeignKey(_PROJECT), primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("playback", Document(SharedPlayback), nullable=False),
    Column("vacant_since", Instant),
)
"""The last session of each project."""
