"""The document: what stands after a set of changes, in whatever order they came."""

from collections import ChainMap
from collections.abc import Iterator, Sequence

from phantom_core.sync.change import OWNER, RecordId, ReplicaId, Value
from phantom_core.sync.conflict import (
    Clash,
    Conflict,
    ConflictKey,
    clashes_of_life,
    clashes_of_writes,
    conflict_of_life,
    conflict_of_writes,
)
from phantom_core.sync.records import Records
from phantom_core.sync.writes import (
    COUNTER,
    REPLICA,
    SHAPE,
    VALUES,
    Entry,
    Slot,
    Write,
    has_seen,
    value_in,
)

__all__ = ["Document"]


class Document(Records):
    """Records with fields, merged change by change.

    Applying a change twice changes nothing, and the order does not matter: documents that have
    been given the same changes hold the same. Of every field the latest write of each replica
    is kept, so that no word is lost that others did not know of.
    """

    def branch(self) -> "Document":
        """A document that goes on from here by itself; this one must stand still meanwhile."""
        return _Branch(self)

    # --- reading

    def __contains__(self, record: RecordId) -> bool:
        """Whether a record is there: written, not removed, nor anything that holds it."""
        passed: set[RecordId] = set()
        while record not in passed and (record in self.entries or not passed):
            if not self.survives(record):
                return False
            passed.add(record)
            owner = self.owner(record)
            if owner is None:
                return True
            record = owner
        return True

    def is_known(self, record: RecordId) -> bool:
        """Whether a record is there, or was once."""
        return record in self.entries

    def fields(self, record: RecordId) -> dict[str, Value]:
        """What all fields of a record hold, by name, whether it is there or was removed."""
        entry = self.entries.get(record)
        if entry is None:
            return {}
        if isinstance(entry, tuple):
            return dict(zip(entry[SHAPE], entry[VALUES], strict=True))
        return {
            name: value_in(slot if isinstance(slot, tuple) else slot[0], name)
            for name, slot in sorted(entry.items())
        }

    def children(self, owner: RecordId) -> list[RecordId]:
        """The records that a record holds and that are not removed themselves, by id."""
        return sorted(record for record in self._children(owner) if self.survives(record))

    def _children(self, owner: RecordId) -> Iterator[RecordId]:
        for record in self.held.get(owner, ()):
            if self.value(record, OWNER) == owner:
                yield record

    def records(self) -> Iterator[RecordId]:
        """All records that are there, by id."""
        return (record for record in sorted(self.entries) if record in self)

    def state(self) -> dict[RecordId, dict[str, Value]]:
        """What all fields of all records hold that are there."""
        return {record: self.fields(record) for record in self.records()}

    # --- life

    def _writes(self, record: RecordId) -> list[Write]:
        """The latest write of each replica to each field of a record, each once."""
        entry = self.entries.get(record)
        if entry is None:
            return []
        if isinstance(entry, tuple):
            return [entry]
        found: dict[int, Write] = {}
        for slot in entry.values():
            for write in (slot,) if isinstance(slot, tuple) else slot:
                found[id(write)] = write
        return list(found.values())

    def survives(self, record: RecordId) -> bool:
        """Whether a record is not removed itself, whatever became of what holds it."""
        removals = self.removals.get(record)
        if not removals:
            return record in self.entries
        return any(True for _ in self._kept_by(record, removals))

    def _kept_by(
        self, record: RecordId, removals: Sequence[Write], above: tuple[RecordId, ...] = ()
    ) -> Iterator[Write]:
        """The writes to a record, or to what it holds, that none of its removals had seen."""
        for write in self._writes(record):
            if not any(has_seen(removal, write) for removal in removals):
                yield write
        for child in self._children(record):
            if child not in {*above, record}:
                removals_below = [*removals, *self.removals.get(child, ())]
                yield from self._kept_by(child, removals_below, (*above, record))

    # --- conflicts

    def conflict(self, key: ConflictKey) -> Conflict | None:
        """What is to be settled about a field, or about the life of a record, if anything is."""
        record, field = key
        if record not in self:
            return None
        if field is None:
            return conflict_of_life(record, self.removals.get(record, []), self.edits(record))
        slot = self._contested_slot(record, field)
        return conflict_of_writes(record, field, slot) if slot else None

    def conflicts(self) -> list[Conflict]:
        """All that is to be settled."""
        found = [self.conflict(key) for key in self._contested_keys()]
        return [conflict for conflict in found if conflict is not None]

    def clashes(self) -> list[Clash]:
        """All pairs of changes that clashed, settled or not, as far as they are kept."""
        return [clash for key in self._contested_keys() for clash in self._clashes(key)]

    def _contested_keys(self) -> Iterator[ConflictKey]:
        for record in sorted(self.contested):
            for field in sorted(self.contested[record], key=str):
                yield record, field

    def _clashes(self, key: ConflictKey) -> Iterator[Clash]:
        record, field = key
        if field is None:
            removals = self.removals.get(record, [])
            gone = record not in self
            return clashes_of_life(record, removals, self.edits(record), gone=gone)
        return clashes_of_writes(record, field, self._contested_slot(record, field))

    def _contested_slot(self, record: RecordId, field: str) -> list[Write]:
        entry = self.entries.get(record)
        slot = entry.get(field) if isinstance(entry, dict) else None
        return slot if isinstance(slot, list) else []

    def edits(self, record: RecordId) -> list[Write]:
        """All writes to a record and to what it holds, the latest of each replica only."""
        latest: dict[ReplicaId, Write] = {}
        for write in self._kept_by(record, []):
            other = latest.get(write[REPLICA])
            if other is None or write[COUNTER] > other[COUNTER]:
                latest[write[REPLICA]] = write
        return list(latest.values())


class _Branch(Document):
    """A document on top of another: it holds what it changed, and looks up the rest there."""

    is_branch = True
    entries: ChainMap[RecordId, Entry]
    removals: ChainMap[RecordId, list[Write]]
    held: ChainMap[RecordId, set[RecordId]]

    def __init__(self, trunk: Document) -> None:
        self.latest = trunk.latest
        self.horizon = trunk.horizon
        self.authors = dict(trunk.authors)
        self.entries = ChainMap({}, trunk.entries)
        self.removals = ChainMap({}, trunk.removals)
        self.held = ChainMap({}, trunk.held)
        self.counters = dict(trunk.counters)
        self.ahead = {replica: set(ahead) for replica, ahead in trunk.ahead.items()}
        self.contested = {record: set(fields) for record, fields in trunk.contested.items()}
        self.removed_owners = set(trunk.removed_owners)

    def _own_entry(self, record: RecordId, entry: dict[str, Slot]) -> dict[str, Slot]:
        if record not in self.entries.maps[0]:
            entry = self.entries[record] = dict(entry)
        return entry

    def _own_held(self, owner: RecordId) -> set[RecordId]:
        if owner not in self.held.maps[0]:
            self.held[owner] = set(self.held.get(owner, ()))
        return self.held[owner]
