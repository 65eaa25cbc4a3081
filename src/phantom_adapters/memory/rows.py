"""Values of one class as the rows of a table in memory."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from phantom_adapters.memory.table import Duplicate, Journal, Table
from phantom_core.kernel import Conflict, NotFound

__all__ = ["MemoryRows"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class MemoryRows(Generic[K, V]):
    """The values of one class, by their keys.

    Args:
        noun: what one is called when there is none: "There is no profile 01H...".
        key: takes a value's key from it.
        unique: further columns that no two rows may share, as for `Table`.
        taken: which refusal each unique column means; else it is a `Conflict`.
        name: the table's name in SQL, where it is to be found by that.
    """

    def __init__(
        self,
        journal: Journal,
        noun: str,
        key: Callable[[V], K],
        *,
        unique: Mapping[str, Callable[[V], Hashable]] | None = None,
        taken: Mapping[str, type[Exception]] | None = None,
        name: str | None = None,
    ) -> None:
        self._noun = noun
        self._key = key
        self._taken = dict(taken or {})
        self._table: Table[K, V] = Table(journal, unique=unique, name=name)

    def __iter__(self) -> Iterator[V]:
        """All values, in no order that may be relied on."""
        return iter(self._table)

    def add(self, value: V) -> None:
        """Insert a value. Raises: what `taken` says; Conflict."""
        try:
            self._table.insert(self._key(value), value)
        except Duplicate as error:
            raise self._meaning(error) from error

    def put(self, value: V) -> None:
        """Replace the value with the same key. Raises: NotFound; as `add`."""
        try:
            found = self._table.put(self._key(value), value)
        except Duplicate as error:
            raise self._meaning(error) from error
        if not found:
            raise NotFound(self._noun, _written(self._key(value)))

    def get(self, key: K) -> V:
        """The value with a key. Raises: NotFound."""
        found = self._table.get(key)
        if found is None:
            raise NotFound(self._noun, _written(key))
        return found

    def find(self, key: K) -> V | None:
        """The value with a key; `None` if there is none."""
        return self._table.get(key)

    def by(self, column: str, value: Hashable) -> V | None:
        """The value that has something in a unique column; `None` if none has."""
        return self._table.find(column, value)

    def remove(self, key: K) -> bool:
        """Take a value away, and say whether there was one."""
        return self._table.remove(key)

    def _meaning(self, error: Duplicate) -> Exception:
        known = self._taken.get(error.constraint)
        return Conflict(f"This {self._noun} is there already.") if known is None else known()


def _written(key: Hashable) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
