"""Changes that are still to be made, as values: they go from one command to the next."""

import json
from collections.abc import Iterable

import attrs

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.going_back import Step
from phantom_core.studio.arrangement.target import EntityId, Op, Target
from phantom_core.sync import Edit, Put, RecordId, Remove

__all__ = ["PackedStep", "packed_steps"]


@attrs.frozen(kw_only=True)
class PackedStep:
    """One change that is to be made.

    Attributes:
        edits: as JSON: each record, with its fields, or `null` where it goes.
    """

    kind: Kind
    id: EntityId
    op: Op
    edits: str = attrs.field(repr=False)

    def unpacked(self) -> Step:
        """The change."""
        target = Target(kind=self.kind, id=self.id, op=self.op)
        edits = (_edit(RecordId(record), fields) for record, fields in json.loads(self.edits))
        return Step(target=target, edits=tuple(edits))


def packed_steps(steps: Iterable[Step]) -> list[PackedStep]:
    """Changes as values."""
    return [_packed(step) for step in steps]


def _packed(step: Step) -> PackedStep:
    told = [[each.record, _fields(each)] for each in step.edits]
    edits = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return PackedStep(kind=step.target.kind, id=step.target.id, op=step.target.op, edits=edits)


def _fields(edit: Edit) -> dict[str, object] | None:
    return None if isinstance(edit, Remove) else dict(edit.fields)


def _edit(record: RecordId, fields: dict[str, object] | None) -> Edit:
    return Remove(record) if fields is None else Put(record, fields)  # type: ignore[arg-type]
