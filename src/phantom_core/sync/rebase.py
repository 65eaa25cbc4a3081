"""Putting what was made offline on top of a snapshot that has forgotten what it was made on."""

from collections.abc import Sequence

import attrs

from phantom_core.sync.authority import Problem
from phantom_core.sync.change import OWNER, Change, Edit, Put, RecordId, Remove
from phantom_core.sync.document import Document
from phantom_core.sync.facts import Rejection
from phantom_core.sync.version_vector import VersionVector
from phantom_core.sync.writes import COUNTER, REPLICA, TIME, Write

__all__ = ["rebase"]

_REMOVED = Problem(
    rule="removed-meanwhile",
    detail="What this edits was removed while you were away, too long ago to bring it back.",
)
_OVERTAKEN = Problem(
    rule="overtaken-meanwhile",
    detail="Others went on from here while you were away, and later than you did.",
)


def rebase(
    pending: Sequence[Change], old: Document, new: Document
) -> tuple[list[Change], list[Rejection]]:
    """Carry pending changes from the document they were made on to a later one.

    A change keeps its number, time and author. What it does to records that are forgotten is
    taken out of it and told; so nothing that was removed comes back half.

    Args:
        pending: in their order, all of one replica.
        old: what stood below them.
        new: what shall stand below them.
    """
    if new.horizon == old.horizon:
        return list(pending), []
    carrying = _Carrying(old, new)
    changes = [carrying.carried(change) for change in pending]
    return changes, carrying.rejections


class _Carrying:
    """What was found out so far of the records that are gone."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old = old
        self._new = new
        self._gone: set[RecordId] = set()
        self.rejections: list[Rejection] = []

    def carried(self, change: Change) -> Change:
        lost = [edit for edit in change.edits if self._is_gone(edit)]
        if lost:
            self.rejections.append(Rejection(attrs.evolve(change, edits=tuple(lost)), _REMOVED))
        kept = tuple(edit for edit in change.edits if edit not in lost)
        carried = attrs.evolve(change, edits=kept)
        is_new = any(not self._new.is_known(edit.record) for edit in kept)
        # A server asks of what it does not know that it was made by somebody who knows the horizon.
        return self._seeing_all(carried) if is_new else carried

    def _is_gone(self, edit: Edit) -> bool:
        record = edit.record
        if self._new.is_known(record):
            return False
        owner = edit.fields.get(OWNER) if isinstance(edit, Put) else None
        if record in self._gone or self._is_forgotten(record) or self._is_forgotten(owner):
            self._gone.add(record)
        return record in self._gone

    def _is_forgotten(self, record: object) -> bool:
        return (
            isinstance(record, str)
            and not self._new.is_known(RecordId(record))
            and (record in self._gone or self._old.is_known(RecordId(record)))
        )

    def _seeing_all(self, change: Change) -> Change:
        """The change as one that knows the horizon, without what would override what it met."""
        horizon = self._new.horizon.counters
        others = VersionVector({name: horizon[name] for name in horizon if name != change.replica})
        edits = [self._not_overtaken(edit, change) for edit in change.edits]
        seen = VersionVector(change.seen).merge(others).counters
        return attrs.evolve(change, seen=seen, edits=tuple(edit for edit in edits if edit))

    def _not_overtaken(self, edit: Edit, change: Change) -> Edit | None:
        kept: Edit | None = edit
        lost: Edit = edit
        if isinstance(edit, Remove):
            if any(_is_new_to(change, write) for write in self._new.edits(edit.record)):
                kept = None
        else:
            losing = {field for field in edit.fields if self._loses(edit.record, field, change)}
            left = {name: value for name, value in edit.fields.items() if name not in losing}
            kept = Put(edit.record, left) if left else None
            taken = {name: edit.fields[name] for name in losing}
            lost = Put(edit.record, taken) if taken else edit
        if kept != edit:
            self.rejections.append(Rejection(attrs.evolve(change, edits=(lost,)), _OVERTAKEN))
        return kept

    def _loses(self, record: RecordId, field: str, change: Change) -> bool:
        write = self._new.writer(record, field)
        return write is not None and _is_new_to(change, write) and write[TIME] > change.time


def _is_new_to(change: Change, write: Write) -> bool:
    return write[REPLICA] != change.replica and write[COUNTER] > change.seen.get(write[REPLICA], 0)
