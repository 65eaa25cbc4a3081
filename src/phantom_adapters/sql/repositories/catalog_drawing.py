"""Drawing some of many by lot, over SQL."""

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Column, bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Whole
from phantom_core.kernel import Id

__all__ = ["Lottery"]

V = TypeVar("V")

_BEGIN: Final = bindparam("begin", type_=Whole())


class Lottery(Generic[V]):
    """Draws of the living things of one table that belong to something.

    Args:
        rows: the things.
        owner: the column of what they belong to, in a table with lots.
    """

    def __init__(self, rows: Rows[V], owner: Column[Any]) -> None:
        self._rows = rows
        columns = owner.table.c
        drawn = (
            rows.select.where(owner == bindparam("owner"), columns["deleted_at"].is_(None))
            .order_by(columns["lot"], columns["id"])
            .limit(bindparam("limit"))
        )
        self._from = Statement(drawn.where(columns["lot"] >= _BEGIN))
        self._before = Statement(drawn.where(columns["lot"] < _BEGIN))

    def drawn(self, tx: Transaction, owner: Id, begin: int, limit: int) -> Sequence[V]:
        """Up to `limit` of an owner's, by lot, from `begin` round."""
        found = self._rows.all(tx, self._from, owner=owner, begin=begin, limit=limit)
        left = limit - len(found)
        if not left:
            return found
        return found + self._rows.all(tx, self._before, owner=owner, begin=begin, limit=left)
