"""The kernel's tables: the log and its topics, jobs, answers, and facts about the database."""

from typing import Final

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, select, text

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Flag, Instant, Json, Key, Whole, Words
from phantom_core.kernel import JobState

__all__ = ["SIGNER", "answers", "events", "jobs", "meta", "topics", "unlike"]


def unlike(column: str, prefix: str) -> str:
    """The condition that a column's text begins otherwise."""
    return f"substr({column}, 1, {len(prefix)}) <> '{prefix}'"


_AWAITED: Final = text("due_at IS NOT NULL")
_WAITS: Final = text("state = 'waiting'")
_PASSES: Final = text(
    " AND ".join(
        (
            unlike("topic", "project:"),
            unlike("name", "user.registered"),
            unlike("name", "user.changed"),
        )
    )
)

meta: Final = Table(
    "meta",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
"""Facts about this database: the `epoch` of its log, of which `lineage` it is, and its `signer`."""

SIGNER: Final = select(meta.c.value).where(meta.c.name == "signer")
"""The name of the key that the server signs with which began last."""

topics: Final = Table(
    "topics",
    METADATA,
    Column("topic", Words, primary_key=True),
    Column("seq", Whole, nullable=False),
    Column("last_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Where each topic stands."""

events: Final = Table(
    "events",
    METADATA,
    Column("topic", Words, nullable=False),
    Column("seq", Whole, nullable=False),
    Column("at", Instant, nullable=False),
    Column("caused_by", Key),
    Column("name", Words, nullable=False),
    Column("data", Json, nullable=False),
    PrimaryKeyConstraint("topic", "seq"),
    Index(None, "at", sqlite_where=_PASSES, postgresql_where=_PASSES),
    sqlite_with_rowid=False,
)
"""What happened. The index has what is let go of in time, as the rule of retention says."""

jobs: Final = Table(
    "jobs",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("form", Words, nullable=False),
    Column("deferred", Json, nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", Choice(JobState), nullable=False),
    Column("attempts", Whole, nullable=False),
    Column("begun", Whole, nullable=False),
    Column("leased_until", Instant),
    Column("owner", Words, nullable=False),
    Column("error", Words, nullable=False),
    Column("failed_at", Instant),
    Column("forgiven", Whole, nullable=False, server_default="0"),
    Column("slot", Words),
    Column("due_at", Instant),
    Index(None, "form", "due_at"),
    Index(None, "form", "run_at", "id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    Index(None, "state", "run_at", "id"),
    Index(None, "slot", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
)
"""Stored jobs. What one does is stored as name, version and fields.

`form`, name and version, is what workers look for: `audio.analyse/1`. `due_at` is when a job is to
be begun, null when it never will be. `slot` tells apart, by a digest, what is asked; in one slot
one job waits. `forgiven` has a default for the sake of servers of the version before.
"""

answers: Final = Table(
    "answers",
    METADATA,
    Column("user_id", Key, nullable=False),
    Column("key", Words, nullable=False),
    Column("fingerprint", Words, nullable=False),
    Column("value", Json),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("running", Flag, nullable=False),
    PrimaryKeyConstraint("user_id", "key"),
)
"""What calls with an idempotency key answered, and which of them still run."""
