"""The table of images."""

from typing import Final

from sqlalchemy import Column, Index, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.kernel import Visibility
from phantom_core.media.images import ImageVariant, LinkedType, UsageType

__all__ = ["images"]

images: Final = Table(
    "images",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("uploader_id", Key, nullable=False),
    Column("usage_type", Choice(UsageType), nullable=False),
    Column("linked_entity_type", Choice(LinkedType)),
    Column("linked_entity_id", Key),
    Column("visibility", Choice(Visibility), nullable=False),
    Column("title", Words),
    Column("description", Words),
    Column("width", Whole, nullable=False),
    Column("height", Whole, nullable=False),
    Column("colour", Words, nullable=False),
    Column("variants", Json(tuple[ImageVariant, ...]), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Index(None, "uploader_id", "id"),
    Index(None, "usage_type", "id"),
    Index(None, "linked_entity_id", "id"),
)
"""Images; lists go by id, and by id within an uploader, a use, or what they belong to."""
