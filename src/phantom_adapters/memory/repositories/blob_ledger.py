"""The ledger of blobs, in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.blobs.ledger_ports import BlobLedger

__all__ = ["MemoryBlobLedger"]


class MemoryBlobLedger(BlobLedger):
    """Lines by key."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[BlobKey, LedgerLine] = MemoryRows(
            journal, "ledger line", attrgetter("key")
        )

    def add(self, line: LedgerLine) -> None:
        """Write a new line."""
        self._rows.add(line)

    def find(self, key: BlobKey) -> LedgerLine | None:
        """A key's line."""
        return self._rows.find(key)

    def put(self, line: LedgerLine) -> None:
        """Replace a line."""
        self._rows.put(line)

    def remove(self, key: BlobKey) -> None:
        """Strike a line out."""
        self._rows.remove(key)

    def due(self, now: datetime, limit: int) -> Sequence[LedgerLine]:
        """Lines whose time has come."""
        due = [line for line in self._rows if line.due_at is not None and line.due_at <= now]
        return sorted(due, key=attrgetter("due_at", "key"))[:limit]

    def among(self, keys: Collection[BlobKey]) -> Sequence[LedgerLine]:
        """The lines of some keys."""
        found = [line for line in self._rows if line.key in keys]
        return sorted(found, key=attrgetter("key"))

    def after(self, key: str, limit: int) -> Sequence[LedgerLine]:
        """Lines from a key on."""
        later = [line for line in self._rows if line.key > key]
        return sorted(later, key=attrgetter("key"))[:limit]

    def kept(self) -> set[BlobKey]:
        """The keys of all kept lines, for whoever asks who names them."""
        return {line.key for line in self._rows if line.state is BlobState.KEPT}
