"""Going back: what must be written so that what stood once stands again."""

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from phantom_core.kernel import Id
from phantom_core.studio.arrangement.fields import FIELDS, Kind
from phantom_core.studio.arrangement.target import SERVER, EntityId, Op, Target, kind_of
from phantom_core.sync import OWNER, Document, Edit, Put, RecordId, Remove, ReplicaId, Value
from phantom_core.sync.writes import COUNTER, REPLICA, Write

__all__ = ["Step", "steps_back"]

_MISSING: Final = object()
_KEPT: Final = frozenset({"isPublic"})
"""Who may look at a project is no part of its music, and is not taken back with it."""


@attrs.frozen(kw_only=True)
class Step:
    """One change on the way back."""

    target: Target
    edits: tuple[Edit, ...]


def steps_back(
    now: Document,
    past: Document,
    top: RecordId,
    *,
    begun: Mapping[ReplicaId, int] | None = None,
) -> list[Step]:
    """The changes that bring a project, stem or segment, with all in it, back to what it was.

    What was deleted since comes back, what was made since goes, fields hold what they held. A
    segment of a stem that goes back alone returns to where it stood, if that is there. None are
    needed if all is as it was; as one change may have consequences for another, ask again after
    having applied them.

    Args:
        now: what stands.
        past: what stood.
        top: what goes back; it is in `past`, or is a project.
        begun: up to which change of each replica all was seen when this began; what was written
            later stands.
    """
    return [*_Back(now, past, begun, whole=kind_of(now, top) is Kind.PROJECT).of(top)]


@attrs.frozen
class _Back:
    now: Document
    past: Document
    begun: Mapping[ReplicaId, int] | None
    whole: bool = attrs.field(kw_only=True)

    def of(self, top: RecordId) -> Iterator[Step]:
        """The steps of one entity and of all in it."""
        kind = kind_of(self.past, top) or kind_of(self.now, top)
        if kind is Kind.SEGMENT:
            yield from self._entity(top, Kind.SEGMENT, (*self._notes(top),))
            return
        if kind is not None and self.past.is_known(top):
            yield from self._entity(top, kind, ())
        inside = self.past.children(top)
        for each in inside:
            yield from self.of(each)
        for each in self.now.children(top):
            if each not in inside:
                yield from self._out(each)

    def _out(self, record: RecordId) -> Iterator[Step]:
        """What stands where it did not: it goes back, or, made since, goes away."""
        kind = kind_of(self.now, record)
        if kind is None or self._is_later(record):
            return
        owner = self.past.owner(record) if record in self.past else None
        if owner is None:
            yield _step(kind, record, Op.DELETE, Remove(record))
        elif not self.whole and owner in self.now:
            yield _step(kind, record, Op.SET, Put(record, {OWNER: owner}))

    def _entity(self, record: RecordId, kind: Kind, notes: tuple[Edit, ...]) -> Iterator[Step]:
        fields = self._fields(record, kind)
        own = (Put(record, fields),) if fields else ()
        if not self.now.is_known(record):
            op = Op.CREATE
        elif not self.now.survives(record):
            op = Op.RESTORE
        else:
            op = Op.SET if own else Op.NOTES
        if own or notes:
            yield _step(kind, record, op, *own, *notes)

    def _notes(self, segment: RecordId) -> Iterator[Edit]:
        inside = self.past.children(segment)
        for note in inside:
            fields = self._fields(note, Kind.NOTE)
            if fields:
                yield Put(note, fields)
        for note in self.now.children(segment):
            if note not in inside and not self._is_later(note):
                yield Remove(note)

    def _fields(self, record: RecordId, kind: Kind) -> dict[str, Value]:
        """What fields must hold again; of what was removed, at least in what it stands."""
        now, past = self.now.fields(record), self.past.fields(record)
        known = FIELDS[kind]
        past |= {name: known[name].default for name in now if name in known and name not in past}
        fields = {
            name: value
            for name, value in past.items()
            if now.get(name, _MISSING) != value and self._goes_back(record, name, value)
        }
        if not self.now.survives(record) and not self._is_removed_later(record):
            fields[OWNER] = past[OWNER]
        return fields

    def _goes_back(self, record: RecordId, name: str, value: Value) -> bool:
        if name in _KEPT:
            return False
        if name == "group" and isinstance(value, str) and not self.whole:
            return RecordId(value) in self.now
        if name == OWNER and not self.whole and RecordId(str(value)) not in self.now:
            return not self.now.survives(record)
        writer = self.now.writer(record, name)
        return writer is None or not self._is_new(writer)

    def _is_new(self, write: Write) -> bool:
        """Whether somebody wrote it later; what the server mended is nobody's word."""
        replica = write[REPLICA]
        if self.begun is None or replica == SERVER:
            return False
        return write[COUNTER] > self.begun.get(replica, 0)

    def _is_later(self, record: RecordId) -> bool:
        return any(self._is_new(write) for write in self.now.edits(record))

    def _is_removed_later(self, record: RecordId) -> bool:
        return any(self._is_new(write) for write in self.now.removals.get(record, ()))


def _step(kind: Kind, record: RecordId, op: Op, *edits: Edit) -> Step:
    target = Target(kind=kind, id=EntityId(Id(record)), op=op)
    return Step(target=target, edits=edits)
