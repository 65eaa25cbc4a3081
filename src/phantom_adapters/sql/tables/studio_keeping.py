"""The table of what named versions need to be rebuilt."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Key, Raw

__all__ = ["version_documents"]

version_documents: Final = Table(
    "version_documents",
    METADATA,
    Column("version_id", Key, ForeignKey("named_versions.id"), primary_key=True),
    Column("body", Raw, nullable=False),
)
"""Documents as named versions have them."""
