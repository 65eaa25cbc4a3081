"""The tables of sets of music: sets, and their tracks."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.kernel import Visibility
from phantom_core.media.sets import TrackId, TrackStatus

__all__ = ["music_sets", "music_tracks"]

music_sets: Final = Table(
    "music_sets",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("title", Words, nullable=False),
    Column("description", Words),
    Column("visibility", Choice(Visibility), nullable=False),
    Column("track_ids", Json(tuple[TrackId, ...]), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Index(None, "visibility", "id"),
)
"""Sets, each with the order of its tracks."""

music_tracks: Final = Table(
    "music_tracks",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("set_id", Key, ForeignKey("music_sets.id"), nullable=False),
    Column("title", Words, nullable=False),
    Column("artist", Words),
    Column("file_name", Words, nullable=False),
    Column("blob", Words),
    Column("content_type", Words, nullable=False),
    Column("size_bytes", Whole, nullable=False),
    Column("duration_ms", Whole),
    Column("sha256", Words),
    Column("status", Choice(TrackStatus), nullable=False),
    Column("reason", Words),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "set_id", "id"),
)
"""Tracks of sets."""
