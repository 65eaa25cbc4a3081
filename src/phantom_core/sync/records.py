"""The records of a document, and how a write finds its place among them."""

from collections.abc import Iterable, MutableMapping

from phantom_core.sync.batch import Block, Row, row_of
from phantom_core.sync.change import OWNER, Change, RecordId, ReplicaId, Value
from phantom_core.sync.conflict import ConflictKey
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.version_vector import VersionVector
from phantom_core.sync.writes import (
    COUNTER,
    SHAPE,
    TIME,
    Entry,
    Slot,
    Write,
    added,
    placed,
    slot_of,
    value_in,
)

__all__ = ["Records"]


class Records:
    """What a document keeps. Of every field, the latest write of each replica.

    Attributes:
        latest: the latest time in it.
        horizon: up to where it was compacted.
        authors: whose each replica is.
        counters: up to which counter every replica's changes are all here.
        ahead: the counters beyond a gap that are here too.
        entries: what was written of each record, whether it is there or was removed.
        removals: who removed a record, the latest of each replica.
        held: the records that were ever put into a record.
        contested: the fields of a record that are in conflict, or were; `None` for its life.
    """

    is_branch = False
    entries: MutableMapping[RecordId, Entry]
    removals: MutableMapping[RecordId, list[Write]]
    held: MutableMapping[RecordId, set[RecordId]]
    contested: dict[RecordId, set[str | None]]

    def __init__(self) -> None:
        self.latest = HybridTime(0)
        self.horizon = VersionVector()
        self.authors: dict[ReplicaId, str] = {}
        self.counters: dict[ReplicaId, int] = {}
        self.ahead: dict[ReplicaId, set[int]] = {}
        self.entries = {}
        self.removals = {}
        self.held = {}
        self.contested = {}
        self.removed_owners: set[RecordId] = set()

    @property
    def vector(self) -> VersionVector:
        """Up to which counter every replica's changes are all here."""
        return VersionVector(self.counters)

    def knows(self, replica: ReplicaId, counter: int) -> bool:
        """Whether a change is here."""
        return counter <= self.counters.get(replica, 0) or counter in self.ahead.get(replica, ())

    def apply(self, change: Change) -> set[ConflictKey]:
        """Take a change in; what it touched that is or was in conflict."""
        rows = [row_of(change, edit) for edit in change.edits]
        return self.absorb(change.replica, change.author, change.counter, rows)

    def absorb(
        self, replica: ReplicaId, author: str, counter: int, rows: Iterable[Row]
    ) -> set[ConflictKey]:
        """Take in what one change said of each record."""
        touched: set[ConflictKey] = set()
        reached = self.counters.get(replica, 0)
        if counter == reached + 1 and replica not in self.ahead:
            self.counters[replica] = counter
        elif counter <= reached or counter in self.ahead.get(replica, ()):
            return touched
        else:
            self.ahead.setdefault(replica, set()).add(counter)
            self.reach(replica, reached)
        if replica not in self.authors:
            self.authors[replica] = author
        for record, write in rows:
            if write[SHAPE]:
                self._put(record, write, touched)
            else:
                self._remove(record, write, touched)
            if write[TIME] > self.latest:  # noqa: PLR1730 - a call would cost more
                self.latest = write[TIME]
        return touched

    def reach(self, replica: ReplicaId, counter: int) -> None:
        """Note that all changes of a replica up to a counter are here."""
        reached = max(counter, self.counters.get(replica, 0))
        ahead = {number for number in self.ahead.pop(replica, ()) if number > reached}
        while reached + 1 in ahead:
            reached += 1
            ahead.remove(reached)
        if ahead:
            self.ahead[replica] = ahead
        if reached:
            self.counters[replica] = reached

    def _put(self, record: RecordId, write: Write, touched: set[ConflictKey]) -> None:
        entry = self.entries.get(record)
        if entry is None:
            self.entries[record] = write
        else:
            self._fill(record, entry, write, touched)
        if OWNER in write[SHAPE]:
            self._hold(record, value_in(write, OWNER))
        if self.removals and (self.removed_owners or record in self.removals):
            self._contest_life(record, touched)

    def _fill(
        self, record: RecordId, entry: Entry, write: Write, touched: set[ConflictKey]
    ) -> None:
        if isinstance(entry, tuple):
            entry = self.entries[record] = dict.fromkeys(entry[SHAPE], entry)
        elif self.is_branch:
            entry = self._own_entry(record, entry)
        for field in write[SHAPE]:
            slot = entry.get(field)
            if slot is None:
                entry[field] = write
                continue
            entry[field], clash = placed(slot, write, field)
            if clash or (record in self.contested and field in self.contested[record]):
                self._contest(record, field, touched)

    def place_blocks(self, blocks: Iterable[Block], touched: set[ConflictKey]) -> None:
        """Put many writes where they belong; those of changes that are here are passed over.

        What there is of records that begin with them is gathered, and put in once.
        """
        begun: dict[RecordId, list[Write]] = {}
        for block in blocks:
            rows = self._unknown_rows(block)
            self.latest = max(self.latest, *block.times)
            if block.shape:
                self._gather(rows, begun, touched)
            else:
                for record, write in rows:
                    if record:
                        self._remove(record, write, touched)
        self._begin(begun, touched)

    def _unknown_rows(self, block: Block) -> Iterable[Row]:
        rows: Iterable[Row] = zip(block.records, block.writes(), strict=True)
        if block.counters[0] <= self.counters.get(block.replica, 0) or block.replica in self.ahead:
            return [row for row in rows if not self.knows(block.replica, row[1][COUNTER])]
        return rows

    def _gather(
        self,
        rows: Iterable[Row],
        begun: dict[RecordId, list[Write]],
        touched: set[ConflictKey],
    ) -> None:
        entries = self.entries
        for record, write in rows:
            if record in begun:
                begun[record].append(write)
            elif record in entries:
                self._put(record, write, touched)
            elif record:
                begun[record] = [write]

    def _begin(self, begun: dict[RecordId, list[Write]], touched: set[ConflictKey]) -> None:
        """Put in all writes of records of which nothing was known."""
        entries = self.entries
        for record, writes in begun.items():
            one = len(writes) == 1
            entries[record] = writes[0] if one else self._new_entry(record, writes, touched)
        for record, writes in begun.items():
            for write in writes:
                if OWNER in write[SHAPE]:
                    self._hold(record, value_in(write, OWNER))
        if self.removals:
            for record in begun if self.removed_owners else begun.keys() & self.removals.keys():
                self._contest_life(record, touched)

    def _new_entry(
        self, record: RecordId, writes: list[Write], touched: set[ConflictKey]
    ) -> dict[str, Slot]:
        found: dict[str, list[Write]] = {}
        for write in writes:
            for field in write[SHAPE]:
                if field in found:
                    found[field].append(write)
                else:
                    found[field] = [write]
        entry: dict[str, Slot] = {}
        for field, of_field in found.items():
            entry[field], clash = slot_of(of_field, field)
            if clash:
                self._contest(record, field, touched)
        return entry

    def _contest(self, record: RecordId, field: str | None, touched: set[ConflictKey]) -> None:
        fields = self.contested.get(record)
        if fields is None:
            self.contested[record] = {field}
        else:
            fields.add(field)
        touched.add((record, field))

    def _contest_life(self, record: RecordId, touched: set[ConflictKey]) -> None:
        if not self.removed_owners:
            if record in self.removals:
                self._contest(record, None, touched)
            return
        above: RecordId | None = record
        passed: set[RecordId] = set()
        while above is not None and above not in passed:
            passed.add(above)
            if above in self.removals:
                self._contest(above, None, touched)
            above = self.owner(above)

    def _hold(self, record: RecordId, owner: Value) -> None:
        if isinstance(owner, str):
            self._own_held(RecordId(owner)).add(record)
            if owner in self.removals:
                self.removed_owners.add(RecordId(owner))

    def _remove(self, record: RecordId, write: Write, touched: set[ConflictKey]) -> None:
        removals = self.removals.get(record)
        self.removals[record] = added(removals, write) if removals else [write]
        if record in self.held:
            self.removed_owners.add(record)
        self._contest_life(record, touched)

    def _own_entry(self, _: RecordId, entry: dict[str, Slot]) -> dict[str, Slot]:
        return entry

    def _own_held(self, owner: RecordId) -> set[RecordId]:
        held = self.held.get(owner)
        if held is None:
            held = self.held[owner] = set()
        return held

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
        if isinstance(entry, tuple):
            return entry if field in entry[SHAPE] else None
        slot = entry.get(field)
        return slot[0] if isinstance(slot, list) else slot
