"""Rows in memory, as strict as a database: keys are unique, and changes can be undone."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar

__all__ = ["Duplicate", "Journal", "Table"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Duplicate(Exception):
    """A row with this key, or with this value of a unique column, is there already.

    Attributes:
        constraint: the unique column's name; "key" for the key itself.
    """

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Journal:
    """What must be done to take the running transaction back.

    Attributes:
        tables: those tables over this journal that have a name, by it.
    """

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []
        self.tables: dict[str, Table[Any, Any]] = {}
        self._tables: list[Table[Any, Any]] = []

    def watch(self, table: "Table[Any, Any]") -> None:
        """Take note of a table whose changes are to be undone here."""
        self._tables.append(table)

    def rows_of(self, kind: type[V]) -> Iterator[V]:
        """All rows of a class, in whichever table they are, in no order that may be relied on."""
        for table in self._tables:
            for row in table:
                if type(row) is not kind:
                    break
                yield row

    def note(self, undo: Callable[[], object]) -> None:
        """Remember how to undo a change that has just been made."""
        self._undo.append(undo)

    @property
    def empty(self) -> bool:
        """Whether nothing was changed since the last commit."""
        return not self._undo

    def roll_back(self) -> None:
        """Undo everything since the last commit, latest first."""
        while self._undo:
            self._undo.pop()()

    def commit(self) -> None:
        """Let what happened stand."""
        self._undo.clear()


class Table(Generic[K, V]):
    """Frozen rows by key.

    `unique` names further columns that no two rows may share, each with a function that takes
    the column's value from a row; a value of `None` is shared freely, as in SQL. `name` is the
    table's name in SQL, where it is to be found by that.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        unique: Mapping[str, Callable[[V], Hashable]] | None = None,
        name: str | None = None,
    ) -> None:
        self._journal = journal
        if name is not None:
            journal.tables[name] = self
        journal.watch(self)
        self._rows: dict[K, V] = {}
        self._unique = dict(unique or {})
        self._owners: dict[str, dict[Hashable, K]] = {name: {} for name in self._unique}

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[V]:
        """All rows, in no order that may be relied on."""
        return iter(list(self._rows.values()))

    def items(self) -> list[tuple[K, V]]:
        """All keys with their rows."""
        return list(self._rows.items())

    def get(self, key: K) -> V | None:
        """The row with a key."""
        return self._rows.get(key)

    def find(self, column: str, value: Hashable) -> V | None:
        """The row with a value in a unique column."""
        key = self._owners[column].get(value)
        return None if key is None else self._rows[key]

    def insert(self, key: K, row: V) -> None:
        """Add a row. Raises: Duplicate."""
        if key in self._rows:
            raise Duplicate("key")
        self._claim(key, row)
        self._set(key, row)
        self._journal.note(lambda: self._drop(key))

    def put(self, key: K, row: V) -> bool:
        """Replace a row, and say whether there was one. Raises: Duplicate."""
        before = self._rows.get(key)
        if before is None:
            return False
        self._claim(key, row)
        self._drop(key)
        self._set(key, row)
        self._journal.note(lambda: self._restore(key, before))
        return True

    def remove(self, key: K) -> bool:
        """Take a row away, and say whether there was one."""
        before = self._rows.get(key)
        if before is None:
            return False
        self._drop(key)
        self._journal.note(lambda: self._set(key, before))
        return True

    def _claim(self, key: K, row: V) -> None:
        for name, take in self._unique.items():
            value = take(row)
            if value is not None and self._owners[name].get(value, key) != key:
                raise Duplicate(name)

    def _set(self, key: K, row: V) -> None:
        self._rows[key] = row
        for name, take in self._unique.items():
            value = take(row)
            if value is not None:
                self._owners[name][value] = key

    def _restore(self, key: K, row: V) -> None:
        self._drop(key)
        self._set(key, row)

    def _drop(self, key: K) -> None:
        row = self._rows.pop(key)
        for name, take in self._unique.items():
            self._owners[name].pop(take(row), None)
