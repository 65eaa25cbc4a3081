"""The tables of recommendations: whom people are shown, and how often each is."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Day, Json, Key, Whole, Words
from phantom_core.kernel import UserId

__all__ = ["daily_feeds", "feed_exposures"]

_USER: Final = "users.id"
_PEOPLE: Final = Json(tuple[UserId, ...])

daily_feeds: Final = Table(
    "daily_feeds",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), primary_key=True),
    Column("day", Day, nullable=False),
    Column("basis", Words, nullable=False),
    Column("shown", _PEOPLE, nullable=False),
    Column("explored", _PEOPLE, nullable=False),
    Column("before", _PEOPLE, nullable=False),
)
"""Whom people were shown last."""

feed_exposures: Final = Table(
    "feed_exposures",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), primary_key=True),
    Column("day", Day, nullable=False),
    Column("feeds", Whole, nullable=False),
    Index(None, "day", "feeds"),
)
"""In how many feeds of the last day on which they were shown people were."""
