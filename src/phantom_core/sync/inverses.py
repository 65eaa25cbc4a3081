"""What takes a change back, found while what stood before it is still known."""

from collections.abc import Iterator, Mapping

import attrs

from phantom_core.sync.change import Change, Edit, RecordId, Remove, ReplicaId, Value
from phantom_core.sync.document import Document
from phantom_core.sync.writes import COUNTER, REPLICA

__all__ = ["Inverse", "Restore", "Revive", "Withdraw", "inverses_of", "writers_of"]


@attrs.frozen
class Restore:
    """Give a field the value back that it had."""

    record: RecordId
    field: str
    value: Value


@attrs.frozen
class Revive:
    """Bring back a record that was removed, and with it what it holds.

    Attributes:
        fields: what it held when it was removed.
    """

    record: RecordId
    fields: Mapping[str, Value]


@attrs.frozen
class Withdraw:
    """Remove a record that was added, or brought back.

    Attributes:
        known: of each other replica the latest change of it, or of what it holds, by then.
    """

    record: RecordId
    known: Mapping[ReplicaId, int] = attrs.field(factory=dict)


Inverse = Restore | Revive | Withdraw
"""What takes back one thing that a change did."""


def inverses_of(change: Change, before: Document) -> list[Inverse]:
    """What takes a change back; `before` is what stood when it was made."""
    return [inverse for edit in change.edits for inverse in _inverses(edit, change, before)]


def _inverses(edit: Edit, change: Change, before: Document) -> Iterator[Inverse]:
    record = edit.record
    there = before.is_known(record) and record in before
    if isinstance(edit, Remove):
        if there:
            yield Revive(record, before.fields(record))
    elif there:
        for field in edit.fields:
            yield Restore(record, field, before.value(record, field))
    else:
        yield Withdraw(record, writers_of(before, record, change.replica))


def writers_of(document: Document, record: RecordId, but: ReplicaId) -> Mapping[ReplicaId, int]:
    """Of each other replica the counter of its latest change of a record, or of what it holds."""
    writes = document.edits(record)
    return {write[REPLICA]: write[COUNTER] for write in writes if write[REPLICA] != but}
