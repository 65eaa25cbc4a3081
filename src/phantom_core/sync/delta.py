"""What one document has and another lacks: taking it out, and taking it in."""

from collections.abc import Iterator

from phantom_core.sync.batch import Batch, Row, blocks_of, changes_of
from phantom_core.sync.bulk import collector_at_rest
from phantom_core.sync.change import Seen
from phantom_core.sync.conflict import ConflictKey
from phantom_core.sync.records import Records
from phantom_core.sync.version_vector import VersionVector
from phantom_core.sync.writes import COUNTER, REPLICA, SHAPE, VALUES, Slot, Write

__all__ = ["delta", "merge"]


def delta(records: Records, since: VersionVector) -> Batch:
    """What stands of all that is not known at `since`."""
    with collector_at_rest():
        blocks = blocks_of(_rows(records, since.counters))
    return Batch(
        blocks=blocks,
        since=since.counters,
        counters=dict(records.counters),
        ahead={replica: sorted(numbers) for replica, numbers in records.ahead.items()},
        authors=dict(records.authors),
        horizon=records.horizon.counters,
    )


def _rows(records: Records, since: Seen) -> Iterator[Row]:
    known = since.get
    for record, entry in records.entries.items():
        if not isinstance(entry, tuple):
            for write in _standing(entry, since):
                yield record, write
        elif entry[COUNTER] > known(entry[REPLICA], 0):
            yield record, entry
    for record, removals in records.removals.items():
        for removal in removals:
            if removal[COUNTER] > known(removal[REPLICA], 0):
                yield record, removal


def _standing(entry: dict[str, Slot], since: Seen) -> Iterator[Write]:
    """The writes that an entry holds, each of those fields only in which it stands."""
    known = since.get
    kept: dict[int, tuple[Write, list[str]]] = {}
    passed: Write | None = None
    for field, slot in entry.items():
        for write in (slot,) if isinstance(slot, tuple) else slot:
            if write is passed:
                continue
            if write[COUNTER] <= known(write[REPLICA], 0):
                passed = write
            elif len(write[SHAPE]) == 1:
                yield write
            else:
                kept.setdefault(id(write), (write, []))[1].append(field)
    for write, fields in kept.values():
        yield _narrowed(write, fields)


def _narrowed(write: Write, fields: list[str]) -> Write:
    """A write of those fields only in which it still stands."""
    shape = write[SHAPE]
    if len(fields) == len(shape):
        return write
    kept = tuple(sorted(fields))
    values = tuple([write[VALUES][shape.index(field)] for field in kept])
    time, author, replica, counter, _, seen, _ = write
    return time, author, replica, counter, values, seen, kept


def merge(records: Records, batch: Batch) -> set[ConflictKey]:
    """Take in a delta, or whole changes; what it touched that is or was in conflict.

    Raises: ValueError, if the delta leaves out what is not known here.
    """
    touched: set[ConflictKey] = set()
    if not batch.counters:
        for change in changes_of(batch):
            touched |= records.apply(change)
        return touched
    if not records.vector.dominates(VersionVector(batch.since)):
        message = "the delta begins after what is known here"
        raise ValueError(message)
    with collector_at_rest():
        records.place_blocks(batch.blocks, touched)
    for replica, author in batch.authors.items():
        records.authors.setdefault(replica, author)
    for replica, counter in batch.counters.items():
        records.reach(replica, counter)
    for replica, numbers in batch.ahead.items():
        records.ahead.setdefault(replica, set()).update(numbers)
        records.reach(replica, 0)
    return touched
