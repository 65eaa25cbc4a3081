"""The ledger of blobs."""

from typing import Final

from sqlalchemy import Column, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Flag, Instant, Json, Key, Words
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.sweeping import SweepOutcome

__all__ = ["blob_ledger", "sweep_runs"]

blob_ledger: Final = Table(
    "blob_ledger",
    METADATA,
    Column("key", Words, primary_key=True),
    Column("state", Choice(BlobState), nullable=False),
    Column("due_at", Instant, index=True),
)
"""A line for every blob that is, that may come, or that must go."""

sweep_runs: Final = Table(
    "sweep_runs",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("asked_by", Key, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("dry_run", Flag, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", Json(SweepOutcome | None)),
    Column("refusal", Words),
)
"""Sweeps that those in office asked for."""
