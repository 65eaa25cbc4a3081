"""The table of exports of people's data."""

from typing import Final

from sqlalchemy import Column, Index, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Key, Real, Whole, Words
from phantom_core.privacy.data_export import ExportStage, ExportState

__all__ = ["data_exports"]

data_exports: Final = Table(
    "data_exports",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("user_id", Key, nullable=False),
    Column("state", Choice(ExportState), nullable=False),
    Column("stage", Choice(ExportStage)),
    Column("progress", Real, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("expires_at", Instant, index=True),
    Column("blob", Words),
    Column("size_bytes", Whole),
    Column("records", Whole, nullable=False),
    Column("files", Whole, nullable=False),
    Column("reason", Words),
    Column("running_for", Key),
    UniqueConstraint("running_for"),
    Index(None, "user_id", "id"),
)
"""Exports; `running_for` is whose one is while it waits or runs."""
