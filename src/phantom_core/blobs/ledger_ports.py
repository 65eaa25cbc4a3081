"""What the ledger of blobs needs of storage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger import LedgerLine
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel.work import Work

__all__ = ["BlobLedger", "BlobUses", "LedgerWork", "SweepWork"]


class BlobLedger(Protocol):
    """The lines of the ledger."""

    def add(self, line: LedgerLine) -> None:
        """Write a new line. Raises: Conflict, if the key has one."""

    def find(self, key: BlobKey) -> LedgerLine | None:
        """A key's line, held until the transaction ends; `None` if there is none."""

    def put(self, line: LedgerLine) -> None:
        """Replace a line. Raises: NotFound."""

    def remove(self, key: BlobKey) -> None:
        """Strike a line out. Where there is none, nothing happens."""

    def due(self, now: datetime, limit: int) -> Sequence[LedgerLine]:
        """Up to `limit` lines whose time has come, the longest overdue first, then by key.

        They are held until the transaction ends; lines that another one holds are passed over.
        """

    def among(self, keys: Collection[BlobKey]) -> Sequence[LedgerLine]:
        """The lines of those of the keys that have one, by key."""

    def after(self, key: str, limit: int) -> Sequence[LedgerLine]:
        """Up to `limit` lines whose keys come after `key`, by code point. Nothing is held."""


class BlobUses(Protocol):
    """The rows of all contexts that name blobs. Nothing is held."""

    def of(self, keys: Collection[BlobKey]) -> Sequence[BlobUse]:
        """The rows that name these blobs, by key, kind and id."""

    def unkept(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Up to `limit` blobs that rows name and the ledger does not keep, of those after a key.

        Each comes once, by code point.
        """

    def unused(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Up to `limit` kept blobs that no row names, of those after a key, by code point."""


class LedgerWork(Work, Protocol):
    """The unit of work of whoever keeps blobs."""

    blob_ledger: BlobLedger


class SweepWork(LedgerWork, Protocol):
    """The unit of work of whoever compares the ledger with what there is."""

    blob_uses: BlobUses
