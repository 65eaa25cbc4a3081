"""The table of bookings."""

from typing import Final

from sqlalchemy import Column, Index, Table, text

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.booking import BookingStatus, Proposal, Slot

__all__ = ["bookings"]

_CONFIRMED: Final = text("status = 'confirmed'")
_OPEN: Final = text("status IN ('requested', 'confirmed')")

bookings: Final = Table(
    "bookings",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("project_id", Key, nullable=False),
    Column("user_id", Key, nullable=False),
    Column("requested_by", Key, nullable=False),
    Column("role", Words),
    Column("note", Words),
    Column("status", Choice(BookingStatus), nullable=False),
    Column("slot", Json(Slot)),
    Column("proposal", Json(Proposal)),
    Column("cancelled_by", Key),
    Column("reason", Words),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Column("start_time", Instant),
    Column("end_time", Instant),
    Index(None, "user_id", "id"),
    Index(None, "requested_by", "id"),
    Index(None, "user_id", "end_time", sqlite_where=_CONFIRMED, postgresql_where=_CONFIRMED),
    Index(None, "project_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
)
"""Bookings. The times of the slot stand in columns of their own, to be compared."""
