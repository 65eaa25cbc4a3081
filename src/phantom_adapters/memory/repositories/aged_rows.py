"""Rows as what they are, in memory: old."""

from datetime import datetime
from typing import Any, Protocol

from phantom_adapters.memory.kernel import MemoryEventLog
from phantom_adapters.memory.table import Journal
from phantom_core.privacy.ports import Aged, AgedRows, Ageing

__all__ = ["MemoryAgedRows"]


class _Rows(Protocol):
    """What rows are kept in."""

    def items(self) -> list[tuple[Any, Any]]:
        """All keys with their rows."""

    def remove(self, key: Any) -> bool:
        """Take a row away, and say whether there was one."""


class MemoryAgedRows(AgedRows):
    """Events, and rows of the tables that have a name."""

    def __init__(self, journal: Journal, log: MemoryEventLog) -> None:
        self._log = log
        self._tables = journal.tables

    def look(self, ageing: Ageing, before: datetime) -> Aged:
        """How many rows age since before a time."""
        since = [getattr(row, ageing.since) for _, row in self._old(ageing, before)]
        return Aged(count=len(since), oldest_at=min(since, default=None))

    def drop(self, ageing: Ageing, before: datetime, limit: int) -> int:
        """Delete some of them."""
        old = [(getattr(row, ageing.since), key) for key, row in self._old(ageing, before)]
        keys = [key for _, key in sorted(old)]
        return sum(map(self._rows(ageing).remove, keys[:limit]))

    def _rows(self, ageing: Ageing) -> _Rows:
        return self._log if ageing.table == "events" else self._tables[ageing.table]

    def _old(self, ageing: Ageing, before: datetime) -> list[tuple[Any, Any]]:
        return [
            (key, row)
            for key, row in self._rows(ageing).items()
            if (since := getattr(row, ageing.since)) is not None
            and since < before
            and all(getattr(row, name) in wanted for name, wanted in ageing.only.items())
            and not any(
                getattr(row, name).startswith(those) for name, those in ageing.spared.items()
            )
        ]
