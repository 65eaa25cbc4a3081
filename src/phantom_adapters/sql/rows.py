"""Rows and values: how an attrs class is kept in a table."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

import attrs
from sqlalchemy import Select, Table, and_, bindparam, delete, insert, select, update

from phantom_adapters.sql.errors import Taken
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.upsert import upsert
from phantom_core.kernel import Conflict, NotFound

__all__ = ["Rows"]

V = TypeVar("V")


class Rows(Generic[V]):
    """The values of one class as the rows of one table.

    Made once, in a repository's module; each method takes the transaction it works in. Every
    field of the class has the column of its name. Values read back are made without running
    their rules again: a rule that has become stricter must not make old rows unreadable.

    Args:
        table: the table; its primary key is the key here, in its order.
        kind: the frozen attrs class.
        noun: what one is called when there is none: "There is no stem 01H...".
        taken: which refusal each unique constraint means, made from the value that was refused.
        computed: how to fill columns that are no fields: keys for searching and sorting.

    Attributes:
        select: all values, to be narrowed by `where`, `order_by` and `limit`.
    """

    def __init__(
        self,
        table: Table,
        kind: type[V],
        *,
        noun: str,
        taken: Mapping[str, Callable[[V], Exception]] | None = None,
        computed: Mapping[str, Callable[[V], Any]] | None = None,
    ) -> None:
        self._kind = kind
        self._noun = noun
        self._taken = dict(taken or {})
        self._computed = dict(computed or {})
        self._names = [field.name for field in attrs.fields(kind)]  # type: ignore[arg-type]
        self._fields = _fields_of(self._names)
        self._setters = [getattr(kind, name).__set__ for name in self._names]
        self._key = [column.name for column in table.primary_key]
        _check(table, {*self._names, *self._computed}, {*self._taken})
        self.select: Select[Any] = select(*[table.c[name] for name in self._names])
        self._prepare(table)

    def _prepare(self, table: Table) -> None:
        given: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
        changed = {name: value for name, value in given.items() if name not in self._key}
        this = and_(*[table.c[name] == bindparam(name) for name in self._key])
        self._find = Statement(self.select.where(this))
        self._get = Statement(self.select.where(this), locks=True)
        self._insert = Statement(insert(table).values(given))
        self._update = Statement(update(table).where(this).values(changed)) if changed else None
        self._set = Statement(upsert(table))
        self._delete = Statement(delete(table).where(this))

    def add(self, tx: Transaction, value: V, **instead: Any) -> None:
        """Insert a row. Raises: what `taken` says; Taken; Dangling.

        Columns named in `instead` are filled with what is given there, not from the value.
        """
        try:
            tx.execute(self._insert, self._values(value, instead))
        except Taken as error:
            raise self._meaning(error, value) from error

    def put(self, tx: Transaction, value: V, **instead: Any) -> None:
        """Replace the row with the value's key. Raises: NotFound; as `add`."""
        values = self._values(value, instead)
        try:
            touched = tx.execute(self._update, values) if self._update else 0
        except Taken as error:
            raise self._meaning(error, value) from error
        if not touched:
            raise self._missing([values[name] for name in self._key])

    def set(self, tx: Transaction, value: V) -> None:
        """Insert a row, or replace the one with the value's key. Raises: as `add`."""
        try:
            tx.execute(self._set, self._values(value, {}))
        except Taken as error:
            raise self._meaning(error, value) from error

    def get(self, tx: Transaction, *key: Any) -> V:
        """The value with a key, held to the end of a transaction that writes. Raises: NotFound."""
        found = self._load(tx, self._get, dict(zip(self._key, key, strict=True)))
        if not found:
            raise self._missing(key)
        return found[0]

    def find(self, tx: Transaction, *key: Any) -> V | None:
        """The value with a key, not held; `None` if there is none."""
        found = self._load(tx, self._find, dict(zip(self._key, key, strict=True)))
        return found[0] if found else None

    def remove(self, tx: Transaction, *key: Any) -> bool:
        """Delete a row, and say whether there was one. Raises: Dangling."""
        return tx.execute(self._delete, dict(zip(self._key, key, strict=True))) > 0

    def one(self, tx: Transaction, statement: Statement, /, **values: Any) -> V | None:
        """The first value that a statement made from `select` finds."""
        found = self._load(tx, statement, values)
        return found[0] if found else None

    def all(self, tx: Transaction, statement: Statement, /, **values: Any) -> list[V]:
        """All values that a statement made from `select` finds, in its order."""
        return self._load(tx, statement, values)

    def _load(self, tx: Transaction, statement: Statement, values: dict[str, Any]) -> list[V]:
        plan, rows = tx.fetch(statement, values)
        return [self._made(row, plan.readers) for row in rows]

    def _made(self, row: tuple[Any, ...], readers: Sequence[Callable[[Any], Any] | None]) -> V:
        value = self._kind.__new__(self._kind)
        for put, read, field in zip(self._setters, readers, row, strict=True):
            put(value, field if read is None else read(field))
        return value

    def _values(self, value: V, instead: dict[str, Any]) -> dict[str, Any]:
        values = dict(zip(self._names, self._fields(value), strict=True))
        for name, compute in self._computed.items():
            values[name] = compute(value)
        return values | instead if instead else values

    def _meaning(self, error: Taken, value: V) -> Exception:
        known = self._taken.get(error.constraint)
        if known is None:
            return Conflict(f"This {self._noun} is there already.")
        return known(value)

    def _missing(self, key: Any) -> NotFound:
        return NotFound(self._noun, " ".join(map(str, key)))


def _fields_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that takes these fields of a value; `attrgetter` answers one field bare."""
    if len(names) > 1:
        return attrgetter(*names)
    (name,) = names
    return lambda value: (getattr(value, name),)


def _check(table: Table, names: set[str], constraints: set[str]) -> None:
    """Refuse a table that does not fit its class, when the program starts and not in a query."""
    columns: set[str] = {column.name for column in table.c}
    if columns != names:
        message = f"table {table.name} and its class differ in {sorted(columns ^ names)}"
        raise TypeError(message)
    rules: set[Any] = {*table.constraints, *table.indexes}
    known = {str(rule.name) for rule in rules}
    if not constraints <= known:
        message = f"table {table.name} has no constraints {sorted(constraints - known)}"
        raise TypeError(message)
