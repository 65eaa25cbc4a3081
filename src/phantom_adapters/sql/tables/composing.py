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
    # A piece of 64 bars takes half a MiB once it is read.
    Column("generated", Document(Generated, remembered=8), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("user_id", "mark"),
)
"""Music that was made for people, by what they wished for."""
