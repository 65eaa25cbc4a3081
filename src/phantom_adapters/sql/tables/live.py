"""What live delivery keeps: the servers."""

from typing import Final

from sqlalchemy import Column, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Instant, Key

__all__ = ["servers"]

servers: Final = Table(
    "servers",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("beaten_at", Instant, nullable=False),
    Column("retired_at", Instant),
)
"""The servers that run, and those that ran lately."""
