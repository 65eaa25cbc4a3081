"""Erasures, and what they did."""

from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Instant, Json, Key, Whole, Words

__all__ = ["erasure_receipts", "erasures"]

erasures: Final = Table(
    "erasures",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False),
    Column("asked_by", Key, ForeignKey("users.id")),
    Column("asked_at", Instant, nullable=False),
    Column("names", Json(tuple[str, ...]), nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("user_id"),
)
"""Who is being forgotten, or has been: by id, and by name until it is done."""

erasure_receipts: Final = Table(
    "erasure_receipts",
    METADATA,
    Column("erasure_id", Key, ForeignKey("erasures.id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("count", Whole, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("erasure_id", "kind"),
)
"""What was done about each kind of data."""
