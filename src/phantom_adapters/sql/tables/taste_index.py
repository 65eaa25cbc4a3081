"""The tables of the index of tastes: people with their vectors, and postings for PostgreSQL."""

from typing import Final

from sqlalchemy import Column, Index, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Day, Json, Key, Real, Whole, Words

__all__ = ["taste_changes", "taste_people", "taste_postings"]

taste_people: Final = Table(
    "taste_people",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("revision", Whole, nullable=False),
    Column("vector", Json, nullable=False),
    Column("gender", Words),
    Column("birth_date", Day),
    Column("region", Words),
    Column("wished_genders", Json, nullable=False),
    Column("youngest", Whole),
    Column("oldest", Whole),
    Column("wished_regions", Json, nullable=False),
    Index("ix_taste_people_revision", "revision"),
)
"""Who is found by taste. On SQLite each row has the vector, and the number of the change it came
with, so that the index in memory can follow; on PostgreSQL, which is asked itself, neither."""

taste_changes: Final = Table(
    "taste_changes",
    METADATA,
    Column("id", Whole, primary_key=True, autoincrement=False),
    Column("revision", Whole, nullable=False),
)
"""How many changes there have been: one row."""

taste_postings: Final = Table(
    "taste_postings",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("term", Words, primary_key=True),
    Column("weight", Real, nullable=False),
    Index("ix_taste_postings_term_weight_user_id", "term", "weight", "user_id"),
)
"""The vectors term by term, on PostgreSQL only; read backwards, the largest weight comes first."""
