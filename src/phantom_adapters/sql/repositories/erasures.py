"""Erasures and their receipts, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.privacy import erasure_receipts, erasures
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import UserId
from phantom_core.privacy.erasure import Erasure, ErasureId, Receipt
from phantom_core.privacy.ports import Erasures

__all__ = ["SqlErasures"]

_ERASURES: Final = Rows(erasures, Erasure, noun="erasure")
_RECEIPTS: Final = Rows(erasure_receipts, Receipt, noun="receipt")
_OF_USER: Final = Statement(_ERASURES.select.where(erasures.c.user_id == bindparam("user_id")))
_ALL: Final = Statement(
    _RECEIPTS.select.where(erasure_receipts.c.erasure_id == bindparam("erasure_id")).order_by(
        erasure_receipts.c.at, erasure_receipts.c.kind
    )
)


class SqlErasures(Erasures):
    """Erasures in one table, receipts in another."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, erasure: Erasure) -> None:
        """Store a new one."""
        _ERASURES.add(self._tx, erasure)

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Find one, and hold it."""
        return _ERASURES.get(self._tx, erasure_id)

    def of_user(self, user_id: UserId) -> Erasure | None:
        """That of a user."""
        return _ERASURES.one(self._tx, _OF_USER, user_id=user_id)

    def put(self, erasure: Erasure) -> None:
        """Store one's new state."""
        _ERASURES.put(self._tx, erasure)

    def receipt(self, erasure_id: ErasureId, kind: str) -> Receipt | None:
        """What was done so far about a kind of data."""
        return _RECEIPTS.find(self._tx, erasure_id, kind)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Store a receipt, in place of the one for its kind."""
        _RECEIPTS.set(self._tx, receipt)

    def receipts(self, erasure_id: ErasureId) -> Sequence[Receipt]:
        """All receipts of an erasure."""
        return _RECEIPTS.all(self._tx, _ALL, erasure_id=erasure_id)
