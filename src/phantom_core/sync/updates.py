"""Telling whoever shows a replica what to draw anew."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

import attrs

from phantom_core.sync.change import RecordId
from phantom_core.sync.conflict import Conflict, ConflictKey
from phantom_core.sync.document import Document

__all__ = ["Listener", "Update", "Updates"]


@attrs.frozen(kw_only=True)
class Update:
    """What is otherwise than before.

    Attributes:
        records: those that may be; with each also what it holds, if it came or went.
        everything: whether all may be, whatever `records` says.
        opened: the conflicts that are new, or stand otherwise.
        closed: what is in conflict no more.
    """

    records: AbstractSet[RecordId] = frozenset()
    everything: bool = False
    opened: Sequence[Conflict] = ()
    closed: AbstractSet[ConflictKey] = frozenset()


Listener = Callable[[Update], None]
"""Called after each change of a view. What it raises is raised to whoever made the change."""


class Updates:
    """Those who listen, and the conflicts that they know of."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._open: dict[ConflictKey, Conflict] = {}

    @property
    def are_heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def listen(self, listener: Listener, view: Document) -> Callable[[], None]:
        """Call a function from now on; what is returned ends that."""
        if not self._listeners:
            self._open = _by_key(view.conflicts())
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell_all(self, view: Document) -> None:
        """Tell that everything may be otherwise."""
        if self._listeners:
            self._tell(Update(everything=True), _by_key(view.conflicts()))

    def tell(
        self, view: Document, records: AbstractSet[RecordId], touched: AbstractSet[ConflictKey]
    ) -> None:
        """Tell of records that were edited; `touched` is what is or was in conflict of them."""
        if not self._listeners:
            return
        # Where the life of a record is at stake, so are the conflicts of all that it holds.
        everywhere = any(field is None for _, field in touched)
        keys: set[ConflictKey] = {*touched, *self._open}
        near = view.contested if everywhere else records
        keys.update((name, field) for name in near for field in view.contested.get(name, ()))
        found = {key: view.conflict(key) for key in keys}
        now = {key: conflict for key, conflict in found.items() if conflict is not None}
        self._tell(Update(records=frozenset(records)), now)

    def _tell(self, update: Update, now: dict[ConflictKey, Conflict]) -> None:
        opened = tuple(each for key, each in now.items() if self._open.get(key) != each)
        closed = frozenset(self._open.keys() - now.keys())
        self._open = now
        update = attrs.evolve(update, opened=opened, closed=closed)
        if update.records or update.everything or opened or closed:
            for listener in list(self._listeners):
                listener(update)


def _by_key(conflicts: Sequence[Conflict]) -> dict[ConflictKey, Conflict]:
    return {(conflict.record, conflict.field): conflict for conflict in conflicts}
