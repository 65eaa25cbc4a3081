"""The table of composing: music that waits to be asked for again."""

from typing import Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Document, Instant, Key, Words
from phantom_core.composing import Generated

__all__ = ["generated_music"]

generated_music: Final = Table(
    "generated_music",
    METADATA,
    Column("user_id", Key, nullable=False),
    Column("mark", Words, nullable=False),
    Column("generated", Document(Generated), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("user_id", "mark"),
)
"""Music that was made for people, by what they wished for."""
