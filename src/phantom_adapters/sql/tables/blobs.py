"""The ledger of blobs."""

from typing import Final

from sqlalchemy import Column, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Words
from phantom_core.blobs.ledger import BlobState

__all__ = ["blob_ledger"]

blob_ledger: Final = Table(
    "blob_ledger",
    METADATA,
    Column("key", Words, primary_key=True),
    Column("state", Choice(BlobState), nullable=False),
    Column("due_at", Instant, index=True),
)
"""A line for every blob that is, that may come, or that must go."""
