"""The ledger of blobs, over SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.blobs import blob_ledger
from phantom_adapters.sql.transaction import Transaction
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import LedgerLine
from phantom_core.blobs.ledger_ports import BlobLedger

__all__ = ["SqlBlobLedger"]

_LINES: Final = Rows(blob_ledger, LedgerLine, noun="ledger line")
_FIND: Final = Statement(_LINES.select.where(blob_ledger.c.key == bindparam("key")), locks=True)
_DUE: Final = Statement(
    _LINES.select.where(blob_ledger.c.due_at <= bindparam("now"))
    .order_by(blob_ledger.c.due_at, blob_ledger.c.key)
    .limit(bindparam("limit")),
    locks=True,
    skips_locked=True,
)
_AMONG: Final = Statement(
    _LINES.select.where(blob_ledger.c.key.in_(bindparam("keys", expanding=True))).order_by(
        blob_ledger.c.key
    )
)
_AFTER: Final = Statement(
    _LINES.select.where(blob_ledger.c.key > bindparam("key"))
    .order_by(blob_ledger.c.key)
    .limit(bindparam("limit"))
)


class SqlBlobLedger(BlobLedger):
    """Lines in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, line: LedgerLine) -> None:
        """Write a new line."""
        _LINES.add(self._tx, line)

    def find(self, key: BlobKey) -> LedgerLine | None:
        """A key's line, held."""
        return _LINES.one(self._tx, _FIND, key=key)

    def put(self, line: LedgerLine) -> None:
        """Replace a line."""
        _LINES.put(self._tx, line)

    def remove(self, key: BlobKey) -> None:
        """Strike a line out."""
        _LINES.remove(self._tx, key)

    def due(self, now: datetime, limit: int) -> Sequence[LedgerLine]:
        """Lines whose time has come; those that others hold are passed over."""
        return _LINES.all(self._tx, _DUE, now=now, limit=limit)

    def among(self, keys: Collection[BlobKey]) -> Sequence[LedgerLine]:
        """The lines of some keys."""
        return _LINES.all(self._tx, _AMONG, keys=list(keys))

    def after(self, key: str, limit: int) -> Sequence[LedgerLine]:
        """Lines from a key on."""
        return _LINES.all(self._tx, _AFTER, key=key, limit=limit)
