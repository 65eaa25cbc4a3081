"""Taking back what one did in a document that others have gone on with."""

from collections.abc import Sequence

import attrs

from phantom_core.sync.change import OWNER, Edit, Put, RecordId, Remove, ReplicaId, Value
from phantom_core.sync.document import Document
from phantom_core.sync.inverses import Inverse, Restore, Revive, Withdraw, writers_of
from phantom_core.sync.reading import slot_of
from phantom_core.sync.writes import REPLICA, has_seen, value_in

__all__ = ["unwound"]

_Fields = dict[str, Value]


def unwound(
    inverses: Sequence[Inverse], document: Document, replica: ReplicaId
) -> tuple[Edit, ...]:
    """The edits that take something back, as far as nobody else has gone on from it.

    Args:
        inverses: what would take it back, the last thing done first.
        document: what stands now.
        replica: whose it is.
    """
    unwinding = _Unwinding(document, replica)
    unwinding.revive([each for each in inverses if isinstance(each, Revive)])
    for inverse in inverses:
        unwinding.take_back(inverse)
    return tuple(
        Remove(record) if fields is None else Put(record, fields)
        for record, fields in unwinding.undone.items()
    )


class _Unwinding:
    """What is undone so far; `None` for a record that is removed."""

    def __init__(self, document: Document, replica: ReplicaId) -> None:
        self._document = document
        self._replica = replica
        self._revived: dict[RecordId, _Fields] = {}
        self.undone: dict[RecordId, _Fields | None] = {}

    def revive(self, revivals: Sequence[Revive]) -> None:
        """Find out which records come back: one that another holds only after that one."""
        left = list(revivals)
        while ready := [each for each in left if self._may_revive(each.record)]:
            for each in ready:
                self._revived[each.record] = _revived(self._document, each, self._replica)
            left = [each for each in left if each not in ready]

    def take_back(self, inverse: Inverse) -> None:
        """Take one thing back, if that may be."""
        record = inverse.record
        match inverse:
            case Revive() if record in self._revived:
                self.undone[record] = self._revived[record]
            case Withdraw() if self._stands(record) and not self._is_touched(inverse):
                self.undone[record] = None
            case Withdraw():
                self.undone.pop(record, None)
            case Restore() if self._stands(record) or self.undone.get(record):
                restored = _restored(self._document, self._replica, inverse)
                if restored is not None:
                    fields = self.undone.get(record) or {}
                    self.undone[record] = {**fields, inverse.field: restored.value}

    def _stands(self, record: RecordId) -> bool:
        """Whether a record is there, or will be with what holds it."""
        if record in self._document and self._document.is_known(record):
            return True
        owner = self._document.owner(record)
        return owner in self._revived and record in self._document.children(owner)

    def _is_touched(self, withdraw: Withdraw) -> bool:
        """Whether somebody else has written to a record since, or to what it holds."""
        writers = writers_of(self._document, withdraw.record, self._replica)
        return any(counter > withdraw.known.get(name, 0) for name, counter in writers.items())

    def _may_revive(self, record: RecordId) -> bool:
        """Whether nobody else has removed a record, or what holds it, since this replica did."""
        document = self._document
        removals = document.removals.get(record, [])
        mine = [removal for removal in removals if removal[REPLICA] == self._replica]
        if not mine or not document.is_known(record):
            return False
        owner = document.owner(record)
        held_by = [] if owner is None or self._will_stand(owner) else document.removals[owner]
        return all(has_seen(mine[0], removal) for removal in (*removals, *held_by))

    def _will_stand(self, owner: RecordId) -> bool:
        is_unheard_of = owner not in self._document.removals
        return is_unheard_of or owner in self._revived or self._stands(owner)


def _revived(document: Document, revive: Revive, replica: ReplicaId) -> dict[str, Value]:
    """What brings a record back: one of its fields again, and those one has changed since."""
    record = revive.record
    fields = document.fields(record)
    first = OWNER if OWNER in fields else min(fields)
    revived: dict[str, Value] = {first: fields[first]}
    for field, value in fields.items():
        writer = document.writer(record, field)
        if writer is not None and writer[REPLICA] == replica:
            held = revive.fields.get(field)
            revived |= {field: held} if held != value else {}
    return revived


def _restored(document: Document, replica: ReplicaId, inverse: Restore) -> Restore | None:
    """What a field goes back to: what others wrote meanwhile and lost, else what it held.

    `None`, if somebody else has had the last word since.
    """
    field = inverse.field
    slot = slot_of(document, inverse.record, field)
    if not slot or slot[0][REPLICA] != replica:
        return None
    for other in slot[1:]:
        if not has_seen(slot[0], other):
            return attrs.evolve(inverse, value=value_in(other, field))
    return inverse
