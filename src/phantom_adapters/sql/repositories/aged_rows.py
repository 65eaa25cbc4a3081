"""Rows as what they are, over SQL: old. Statements are made from the tables' own columns."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    TextClause,
    bindparam,
    delete,
    func,
    select,
    text,
    tuple_,
)

from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.tables.kernel import unlike
from phantom_adapters.sql.transaction import Transaction
from phantom_core.privacy.ports import Aged, AgedRows, Ageing

__all__ = ["SqlAgedRows"]

_Columns = Sequence[tuple[str, tuple[Any, ...]]]


def _old(
    table: Table, since: str, only: _Columns, spared: _Columns
) -> list[ColumnElement[bool] | TextClause]:
    wanted = [table.c[name].in_(values) for name, values in only]
    # As text, and not as parameters: so the planner knows it for what an index is made of.
    others = [text(unlike(name, prefix)) for name, prefixes in spared for prefix in prefixes]
    return [table.c[since] < bindparam("before"), *wanted, *others]


@cache
def _look(name: str, since: str, only: _Columns, spared: _Columns) -> Statement:
    table = METADATA.tables[name]
    oldest = func.min(table.c[since], type_=table.c[since].type)
    found = select(func.count(), oldest).select_from(table)
    return Statement(found.where(*_old(table, since, only, spared)))


@cache
def _drop(name: str, since: str, only: _Columns, spared: _Columns) -> Statement:
    table = METADATA.tables[name]
    key = [*table.primary_key]
    old = select(*key).where(*_old(table, since, only, spared))
    first = old.order_by(table.c[since], *key).limit(bindparam("limit"))
    return Statement(delete(table).where(tuple_(*key).in_(first)))


class SqlAgedRows(AgedRows):
    """Rows of any table, by the rules' names."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def look(self, ageing: Ageing, before: datetime) -> Aged:
        """How many rows age since before a time."""
        ((count, oldest),) = self._tx.rows(_look(*_named(ageing)), before=before)
        return Aged(count=count, oldest_at=oldest)

    def drop(self, ageing: Ageing, before: datetime, limit: int) -> int:
        """Delete some of them."""
        return self._tx.run(_drop(*_named(ageing)), before=before, limit=limit)


def _named(ageing: Ageing) -> tuple[str, str, _Columns, _Columns]:
    return ageing.table, ageing.since, tuple(ageing.only.items()), tuple(ageing.spared.items())
