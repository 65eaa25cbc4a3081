"""The tables of uploads: files on their way in, and what people take of the store."""

from typing import Final

from sqlalchemy import Column, Index, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Instant, Key, Whole, Words

__all__ = ["storage_accounts", "uploads"]

uploads: Final = Table(
    "uploads",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("owner_id", Key, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("file_name", Words, nullable=False),
    Column("content_type", Words, nullable=False),
    Column("blob", Words, nullable=False),
    Column("size", Whole, nullable=False),
    Column("sha256", Words),
    Column("part_size", Whole),
    Column("multipart", Words),
    Column("terms", Words, nullable=False),
    Column("key", Words),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Index(None, "owner_id", "id"),
)
"""Files on their way in; lists go by owner and id."""

storage_accounts: Final = Table(
    "storage_accounts",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("stored", Whole, nullable=False),
    Column("pending", Whole, nullable=False),
    Column("uploads", Whole, nullable=False),
)
"""What each person takes of the store."""
