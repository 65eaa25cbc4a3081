"""Rows as what they are, in memory: old."""

from datetime import datetime
from typing import Any

from phantom_adapters.memory.table import Journal
from phantom_core.privacy.ports import Aged, AgedRows, Ageing

__all__ = ["MemoryAgedRows"]


class MemoryAgedRows(AgedRows):
    """Rows of the tables that have a name."""

    def __init__(self, journal: Journal) -> None:
        self._tables = journal.tables

    def look(self, ageing: Ageing, before: datetime) -> Aged:
        """How many rows age since before a time."""
        since = [getattr(row, ageing.since) for _, row in self._old(ageing, before)]
        return Aged(count=len(since), oldest_at=min(since, default=None))

    def drop(self, ageing: Ageing, before: datetime, limit: int) -> int:
        """Delete some of them."""
        keys = [key for key, _ in self._old(ageing, before)]
        return sum(map(self._tables[ageing.table].remove, keys[:limit]))

    def _old(self, ageing: Ageing, before: datetime) -> list[tuple[Any, Any]]:
        return [
            (key, row)
            for key, row in self._tables[ageing.table].items()
            if (since := getattr(row, ageing.since)) is not None
            and since < before
            and all(getattr(row, name) in wanted for name, wanted in ageing.only.items())
        ]
