"""Erasures and their receipts, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import UserId
from phantom_core.privacy.erasure import Erasure, ErasureId, Receipt
from phantom_core.privacy.ports import Erasures

__all__ = ["MemoryErasures"]


class MemoryErasures(Erasures):
    """Erasures by id, receipts by erasure and kind."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ErasureId, Erasure] = MemoryRows(
            journal,
            "erasure",
            attrgetter("id"),
            unique={"user": attrgetter("user_id")},
            name="erasures",
        )
        self._receipts: MemoryRows[tuple[ErasureId, str], Receipt] = MemoryRows(
            journal, "receipt", attrgetter("erasure_id", "kind")
        )

    def add(self, erasure: Erasure) -> None:
        """Store a new one."""
        self._rows.add(erasure)

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Find one."""
        return self._rows.get(erasure_id)

    def of_user(self, user_id: UserId) -> Erasure | None:
        """That of a user."""
        return self._rows.by("user", user_id)

    def put(self, erasure: Erasure) -> None:
        """Store one's new state."""
        self._rows.put(erasure)

    def receipt(self, erasure_id: ErasureId, kind: str) -> Receipt | None:
        """What was done so far about a kind of data."""
        return self._receipts.find((erasure_id, kind))

    def keep_receipt(self, receipt: Receipt) -> None:
        """Store a receipt, in place of the one for its kind."""
        self._receipts.remove((receipt.erasure_id, receipt.kind))
        self._receipts.add(receipt)

    def receipts(self, erasure_id: ErasureId) -> Sequence[Receipt]:
        """All receipts of an erasure."""
        found = [each for each in self._receipts if each.erasure_id == erasure_id]
        return sorted(found, key=attrgetter("at", "kind"))
