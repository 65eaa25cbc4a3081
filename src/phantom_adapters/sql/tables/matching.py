"""Matching's tables: who suits whom, and what they say to that."""

from typing import Final

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Document, Flag, Instant, Json, Key, Real, Whole
from phantom_core.matching import MatchStatus, TasteProfile, TasteStatistics, Verdict

__all__ = [
    "matches",
    "taste_census",
    "taste_profiles",
    "taste_refreshes",
    "taste_standings",
    "taste_statistics",
    "taste_ties",
]

matches: Final = Table(
    "matches",
    METADATA,
    Column("low_id", Key, nullable=False),
    Column("high_id", Key, nullable=False),
    Column("low", Choice(Verdict), nullable=False),
    Column("high", Choice(Verdict), nullable=False),
    Column("suggested", Flag, nullable=False),
    Column("score", Whole, nullable=False),
    Column("formula_version", Whole, nullable=False),
    Column("statistics_version", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("matched_at", Instant),
    Column("low_status", Choice(MatchStatus)),
    Column("high_status", Choice(MatchStatus)),
    PrimaryKeyConstraint("low_id", "high_id"),
    Index(None, "low_id", "low_status"),
    Index(None, "high_id", "high_status"),
)
"""Matches, and what each is to its two."""

taste_profiles: Final = Table(
    "taste_profiles",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("profile", Document(TasteProfile, remembered=4096), nullable=False),
    Column("statistics_version", Whole, nullable=False),
    Column("settled_at", Instant, nullable=False),
)
"""What scores with people are made with."""

taste_census: Final = Table(
    "taste_census",
    METADATA,
    Column("place", Whole, primary_key=True),
    Column("counted_id", Key),
    Column("people", Whole, nullable=False),
    Column("counted_at", Instant),
    Column("wanted_at", Instant),
)
"""How many take part, in the one row that there is."""

taste_statistics: Final = Table(
    "taste_statistics",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("statistics", Json(TasteStatistics), nullable=False),
)
"""What they like together."""

taste_ties: Final = Table(
    "taste_ties",
    METADATA,
    Column("user_id", Key, nullable=False),
    Column("other_id", Key, nullable=False),
    Column("score", Real, nullable=False),
    Column("liking", Real, nullable=False),
    Column("liked", Real, nullable=False),
    PrimaryKeyConstraint("user_id", "other_id"),
    Index(None, "other_id", "score"),
    sqlite_with_rowid=False,
)
"""Whom people resemble most."""

taste_standings: Final = Table(
    "taste_standings",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("reach", Real, nullable=False),
    Column("bar", Real, nullable=False),
    Column("floor", Real, nullable=False),
)
"""What they can get."""

taste_refreshes: Final = Table(
    "taste_refreshes",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("due_at", Instant, nullable=False),
)
"""Whose profile is to be gathered anew."""
