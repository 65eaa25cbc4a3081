"""Who wrote what is in a document."""

from collections.abc import Iterator, Sequence

from phantom_core.sync.change import RecordId
from phantom_core.sync.records import Records
from phantom_core.sync.writes import SHAPE, Write

__all__ = ["slot_of", "writes_to"]


def slot_of(records: Records, record: RecordId, field: str) -> Sequence[Write]:
    """The latest write of each replica to a field, the last word first."""
    entry = records.entries.get(record)
    if entry is None:
        return ()
    if isinstance(entry, tuple):
        return (entry,) if field in entry[SHAPE] else ()
    slot = entry.get(field, ())
    return slot if isinstance(slot, list) else (slot,) if slot else ()


def writes_to(records: Records, record: RecordId) -> Iterator[Write]:
    """All that is kept of what was written to a record, its removals too; some perhaps twice."""
    entry = records.entries.get(record, {})
    for slot in entry.values() if isinstance(entry, dict) else (entry,):
        yield from slot if isinstance(slot, list) else (slot,)
    yield from records.removals.get(record, ())
