"""The document: what stands after a set of changes, in whatever order they came."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from phantom_core.sync.change import (
    OWNER,
    Change,
    Put,
    RecordId,
    ReplicaId,
    Value,
)
from phantom_core.sync.conflict import (
    Clash,
    Conflict,
    ConflictKey,
    clashes_of_life,
    clashes_of_writes,
    conflict_of_life,
    conflict_of_writes,
)
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.version_vector import VersionVector
from phantom_core.sync.writes import (
    COUNTER,
    REPLICA,
    SHAPE,
    TIME,
    VALUES,
    Slot,
    Write,
    has_seen,
    in_conflict,
    placed,
    value_in,
)

__all__ = ["Document"]

Entry = Write | dict[str, Slot]
"""What is known of a record: the one write that made it, or who wrote each field."""


class Document:
    """Records with fields, merged change by change.

    Applying a change twice changes nothing, and the order does not matter: documents that have
    been given the same changes hold the same. Of every field the latest write of each replica
    is kept, so that no word is lost that others did not know of.

    Attributes:
        latest: the latest time in it.
        horizon: up to where it was compacted.
        authors: whose each replica is.
    """

    def __init__(self) -> None:
        self.latest = HybridTime(0)
        self.horizon = VersionVector()
        self.authors: dict[ReplicaId, str] = {}
        self.entries: dict[RecordId, Entry] = {}
        self.removals: dict[RecordId, list[Write]] = {}
        self.held: dict[RecordId, set[RecordId]] = {}
        self.counters: dict[ReplicaId, int] = {}
        self.ahead: dict[ReplicaId, set[int]] = {}
        self.contested: set[ConflictKey] = set()
        self._removed_owners: set[RecordId] = set()

    # --- what is known

    @property
    def vector(self) -> VersionVector:
        """Up to which counter every replica's changes are all here."""
        return VersionVector(self.counters)

    def knows(self, replica: ReplicaId, counter: int) -> bool:
        """Whether a change is here."""
        return counter <= self.counters.get(replica, 0) or counter in self.ahead.get(replica, ())

    def _learn(self, replica: ReplicaId, counter: int) -> None:
        reached = self.counters.get(replica, 0)
        ahead = self.ahead.get(replica)
        if counter != reached + 1:
            self.ahead.setdefault(replica, set()).add(counter)
        elif ahead is None:
            self.counters[replica] = counter
        else:
            self.reach(replica, counter)

    def reach(self, replica: ReplicaId, counter: int) -> None:
        """Note that all changes of a replica up to a counter are here."""
        reached = max(counter, self.counters.get(replica, 0))
        ahead = {number for number in self.ahead.pop(replica, ()) if number > reached}
        while reached + 1 in ahead:
            reached += 1
            ahead.remove(reached)
        if ahead:
            self.ahead[replica] = ahead
        self.counters[replica] = reached

    # --- changing

    def apply(self, change: Change) -> set[ConflictKey]:
        """Take a change in; what it touched that is or was in conflict."""
        rows: list[tuple[RecordId, Write]] = []
        for edit in change.edits:
            fields: Mapping[str, Value] = edit.fields if isinstance(edit, Put) else {}
            shape = tuple(sorted(fields))
            write = (
                change.time,
                change.author,
                change.replica,
                change.counter,
                tuple([fields[name] for name in shape]),
                change.seen,
                shape,
            )
            rows.append((edit.record, write))
        self.authors.setdefault(change.replica, change.author)
        return self.absorb(change.replica, change.counter, rows)

    def absorb(
        self, replica: ReplicaId, counter: int, rows: Iterable[tuple[RecordId, Write]]
    ) -> set[ConflictKey]:
        """Take in what one change said of each record; an empty shape removes."""
        touched: set[ConflictKey] = set()
        if self.knows(replica, counter):
            return touched
        for record, write in rows:
            self.place(record, write, touched)
        self._learn(replica, counter)
        return touched

    def place(self, record: RecordId, write: Write, touched: set[ConflictKey]) -> None:
        """Put one write of a record where it belongs."""
        self.latest = max(self.latest, write[TIME])
        shape = write[SHAPE]
        if not shape:
            self._remove(record, write, touched)
            return
        entry = self.entries.get(record)
        if entry is None:
            self.entries[record] = write
        else:
            if type(entry) is tuple:
                entry = self.entries[record] = dict.fromkeys(entry[SHAPE], entry)
            else:
                entry = self._own_entry(record, entry)
            for field in shape:
                slot = entry.get(field)
                if slot is None:
                    entry[field] = write
                    continue
                slot = entry[field] = placed(slot, write)
                if type(slot) is list:
                    self._contest((record, field), write, slot, touched)
        if OWNER in shape:
            self._hold(record, value_in(write, OWNER))
        if self.removals and (self._removed_owners or record in self.removals):
            self._contest_life(record, touched)

    def _contest(
        self, key: ConflictKey, write: Write, slot: list[Write], touched: set[ConflictKey]
    ) -> None:
        field = key[1]
        if key in self.contested:
            touched.add(key)
        elif any(in_conflict(write, other, field) for other in slot if other is not write):  # type: ignore[arg-type]
            self.contested.add(key)
            touched.add(key)

    def _contest_life(self, record: RecordId | None, touched: set[ConflictKey]) -> None:
        passed: set[RecordId] = set()
        while record is not None and record not in passed:
            passed.add(record)
            if record in self.removals:
                self.contested.add((record, None))
                touched.add((record, None))
            record = self.owner(record)

    def _hold(self, record: RecordId, owner: Value) -> None:
        if isinstance(owner, str):
            self._own_held(RecordId(owner)).add(record)
            if owner in self.removals:
                self._removed_owners.add(RecordId(owner))

    def _remove(self, record: RecordId, write: Write, touched: set[ConflictKey]) -> None:
        self.removals[record] = placed(self.removals.get(record, []), write)
        if record in self.held:
            self._removed_owners.add(record)
        self._contest_life(record, touched)

    def _own_entry(self, _: RecordId, entry: dict[str, Slot]) -> dict[str, Slot]:
        return entry

    def _own_held(self, owner: RecordId) -> set[RecordId]:
        return self.held.setdefault(owner, set())

    def branch(self) -> "Document":
        """A document that goes on from here by itself; this one must stand still meanwhile."""
        return _Branch(self)

    # --- reading

    def __contains__(self, record: RecordId) -> bool:
        """Whether a record is there: written, not removed, nor anything that holds it."""
        passed: set[RecordId] = set()
        while record not in passed and (record in self.entries or not passed):
            if not self._survives(record):
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

    def owner(self, record: RecordId) -> RecordId | None:
        """The record that holds a record."""
        owner = self.value(record, OWNER)
        return RecordId(owner) if isinstance(owner, str) else None

    def value(self, record: RecordId, field: str) -> Value:
        """What a field holds; `None` if nobody wrote it."""
        write = self.writer(record, field)
        return None if write is None else value_in(write, field)

    def writer(self, record: RecordId, field: str) -> Write | None:
        """The write that stands in a field."""
        entry = self.entries.get(record)
        if entry is None:
            return None
        if type(entry) is tuple:
            return entry if field in entry[SHAPE] else None
        slot = entry.get(field)
        return slot[0] if type(slot) is list else slot  # type: ignore[return-value]

    def fields(self, record: RecordId) -> dict[str, Value]:
        """What all fields of a record hold, by name, whether it is there or was removed."""
        entry = self.entries.get(record)
        if entry is None:
            return {}
        if type(entry) is tuple:
            return dict(zip(entry[SHAPE], entry[VALUES], strict=True))
        return {
            name: value_in(slot if type(slot) is tuple else slot[0], name)  # type: ignore[arg-type]
            for name, slot in sorted(entry.items())
        }

    def children(self, owner: RecordId) -> list[RecordId]:
        """The records that a record holds and that are not removed themselves, by id."""
        return sorted(record for record in self._children(owner) if self._survives(record))

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
        if type(entry) is tuple:
            return [entry]
        found: dict[int, Write] = {}
        for slot in entry.values():
            for write in (slot,) if type(slot) is tuple else slot:
                found[id(write)] = write  # type: ignore[assignment]
        return list(found.values())

    def _survives(self, record: RecordId) -> bool:
        removals = self.removals.get(record)
        if not removals:
            return record in self.entries
        return any(True for _ in self._kept_by(record, removals))

    def _kept_by(self, record: RecordId, removals: Sequence[Write]) -> Iterator[Write]:
        """The writes to a record, or to what it holds, that none of its removals had seen."""
        for write in self._writes(record):
            if not any(has_seen(removal, write) for removal in removals):
                yield write
        for child in self._children(record):
            yield from self._kept_by(child, [*removals, *self.removals.get(child, ())])

    # --- conflicts

    def conflict(self, key: ConflictKey) -> Conflict | None:
        """What is to be settled about a field, or about the life of a record, if anything is."""
        record, field = key
        if field is None:
            removals = self.removals.get(record, [])
            return conflict_of_life(record, removals, self._edits(record))
        entry = self.entries.get(record)
        slot = entry.get(field) if type(entry) is dict else None
        if type(slot) is not list or record not in self:
            return None
        return conflict_of_writes(record, field, slot)

    def conflicts(self) -> list[Conflict]:
        """All that is to be settled."""
        found = [self.conflict(key) for key in sorted(self.contested, key=_by_name)]
        return [conflict for conflict in found if conflict is not None]

    def clashes(self) -> list[Clash]:
        """All pairs of changes that clashed, settled or not, as far as they are kept."""
        return [
            clash for key in sorted(self.contested, key=_by_name) for clash in self._clashes(key)
        ]

    def _clashes(self, key: ConflictKey) -> Iterator[Clash]:
        record, field = key
        if field is None:
            removals = self.removals.get(record, [])
            gone = not self._survives(record)
            return clashes_of_life(record, removals, self._edits(record), gone=gone)
        entry = self.entries.get(record)
        slot = entry.get(field) if type(entry) is dict else None
        return clashes_of_writes(record, field, slot) if type(slot) is list else iter(())

    def _edits(self, record: RecordId) -> list[Write]:
        """All writes to a record and to what it holds, the latest of each replica only."""
        latest: dict[ReplicaId, Write] = {}
        for write in self._kept_by(record, []):
            other = latest.get(write[REPLICA])
            if other is None or write[COUNTER] > other[COUNTER]:
                latest[write[REPLICA]] = write
        return list(latest.values())


class _Branch(Document):
    """A document on top of another: it holds what it changed, and looks up the rest there."""

    def __init__(self, trunk: Document) -> None:
        self.latest = trunk.latest
        self.horizon = trunk.horizon
        self.authors = dict(trunk.authors)
        self.entries = ChainMap({}, trunk.entries)
        self.removals = ChainMap({}, trunk.removals)
        self.held = ChainMap({}, trunk.held)
        self.counters = dict(trunk.counters)
        self.ahead = {replica: set(ahead) for replica, ahead in trunk.ahead.items()}
        self.contested = set(trunk.contested)
        self._removed_owners = set(trunk._removed_owners)

    def _own_entry(self, record: RecordId, entry: dict[str, Slot]) -> dict[str, Slot]:
        if record not in self.entries.maps[0]:
            entry = self.entries[record] = dict(entry)
        return entry

    def _own_held(self, owner: RecordId) -> set[RecordId]:
        if owner not in self.held.maps[0]:
            self.held[owner] = set(self.held.get(owner, ()))
        return self.held[owner]


def _by_name(key: ConflictKey) -> tuple[str, str]:
    return key[0], key[1] or ""
