"""Undo and redo of one's own changes: an inverse is a new change, and respects what others did."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from phantom_core.sync.change import OWNER, Change, Edit, Put, RecordId, Remove, ReplicaId, Value
from phantom_core.sync.document import Document
from phantom_core.sync.reading import slot_of
from phantom_core.sync.writes import REPLICA, has_seen, value_in

__all__ = ["UNDO_STEPS", "Inverse", "Restore", "Revive", "Step", "Steps", "Withdraw", "undoing"]

UNDO_STEPS: Final = 200
"""How many steps can be undone; older ones stay done."""


@attrs.frozen
class Restore:
    """Give a field the value back that it had."""

    record: RecordId
    field: str
    value: Value


@attrs.frozen
class Revive:
    """Bring back a record that was removed, and with it what it holds."""

    record: RecordId


@attrs.frozen
class Withdraw:
    """Remove a record that was added."""

    record: RecordId


Inverse = Restore | Revive | Withdraw
"""What takes back one thing that a change did."""


@attrs.frozen
class Step:
    """What is undone at once: one change, or all changes of one gesture.

    Attributes:
        gesture: the gesture that its changes were part of; `None` for a change alone.
        parts: the counter of each change and what takes it back, in the order of the changes.
    """

    gesture: str | None
    parts: Sequence[tuple[int, Sequence[Inverse]]]

    def without(self, counter: int) -> "Step | None":
        """The step without one change; `None`, if nothing is left."""
        parts = [part for part in self.parts if part[0] != counter]
        return Step(self.gesture, parts) if parts else None

    def edits(self, document: Document, replica: ReplicaId) -> tuple[Edit, ...]:
        """What takes it back in a document as it stands now; what others did since is left."""
        undone: dict[RecordId, dict[str, Value] | None] = {}
        for _, inverses in reversed(self.parts):
            for inverse in inverses:
                _undo(inverse, document, replica, undone)
        return tuple(
            Remove(record) if fields is None else Put(record, fields)
            for record, fields in undone.items()
        )


class Steps:
    """A stack of steps that forgets its oldest."""

    def __init__(self, steps: Iterable[Step] = (), *, limit: int = UNDO_STEPS) -> None:
        self.steps = deque(steps, maxlen=limit)

    def push(self, gesture: str | None, counter: int, inverses: Sequence[Inverse]) -> None:
        """Put a change on top, into the step of its gesture if that is on top already."""
        step = Step(gesture, [(counter, inverses)])
        if gesture is not None and self.steps and self.steps[-1].gesture == gesture:
            step = Step(gesture, [*self.steps.pop().parts, *step.parts])
        self.steps.append(step)

    def next(self, document: Document, replica: ReplicaId) -> tuple[int, tuple[Edit, ...]]:
        """How many steps to take off until one still has an effect, and what that does."""
        for number, step in enumerate(reversed(self.steps), 1):
            edits = step.edits(document, replica)
            if edits:
                return number, edits
        return 0, ()

    def take(self, number: int) -> None:
        """Take steps off."""
        for _ in range(number):
            self.steps.pop()

    def drop(self, counter: int) -> None:
        """Forget a change that does not stand."""
        kept = [step.without(counter) for step in self.steps]
        self.steps = deque([step for step in kept if step], maxlen=self.steps.maxlen)

    def clear(self) -> None:
        """Forget everything."""
        self.steps.clear()


def undoing(change: Change, before: Document) -> list[Inverse]:
    """What takes a change back; `before` is what stood when it was made."""
    return [inverse for edit in change.edits for inverse in _undoing(edit, before)]


def _undoing(edit: Edit, before: Document) -> Iterator[Inverse]:
    record = edit.record
    there = before.is_known(record) and record in before
    if isinstance(edit, Remove):
        if there:
            yield Revive(record)
    elif there:
        for field in edit.fields:
            yield Restore(record, field, before.value(record, field))
    else:
        yield Withdraw(record)


def _undo(
    inverse: Inverse,
    document: Document,
    replica: ReplicaId,
    undone: dict[RecordId, dict[str, Value] | None],
) -> None:
    record = inverse.record
    there = document.is_known(record) and record in document
    match inverse:
        case Withdraw() if there and not _is_touched(document, record, replica):
            undone[record] = None
        case Withdraw():
            undone.pop(record, None)
        case Revive() if _may_revive(document, record, replica):
            field = _first_field(document, record)
            undone[record] = {field: document.value(record, field)}
        case Restore() if there or record in undone:
            restored = _restored(document, replica, inverse)
            if restored is not None:
                undone[record] = {**(undone.get(record) or {}), inverse.field: restored.value}


def _is_touched(document: Document, record: RecordId, replica: ReplicaId) -> bool:
    """Whether somebody else wrote to a record, or to what it holds."""
    return any(write[REPLICA] != replica for write in document.edits(record))


def _may_revive(document: Document, record: RecordId, replica: ReplicaId) -> bool:
    """Whether a record is removed by this replica alone, and has somewhere to be."""
    removals = document.removals.get(record, [])
    mine = [removal for removal in removals if removal[REPLICA] == replica]
    others = [removal for removal in removals if removal[REPLICA] != replica]
    if not mine or not all(has_seen(mine[0], other) for other in others):
        return False
    owner = document.owner(record)
    return document.is_known(record) and (owner is None or owner in document)


def _first_field(document: Document, record: RecordId) -> str:
    names = document.fields(record)
    return OWNER if OWNER in names else min(names)


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
