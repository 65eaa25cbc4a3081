"""What a change is about: one project, stem or segment, and what it does to it."""

from collections.abc import Iterator
from enum import Enum
from typing import Final, NewType

import attrs

from phantom_core.kernel import Fault, Id, Invalid
from phantom_core.studio.arrangement.fields import KIND, Kind
from phantom_core.sync import OWNER, Change, Document, Edit, Put, RecordId, Remove, ReplicaId

__all__ = [
    "MOST_EDITS",
    "SERVER",
    "EntityId",
    "Op",
    "Target",
    "kind_of",
    "kind_written",
    "target_of",
]

EntityId = NewType("EntityId", Id)
"""The id of a project, stem or segment."""

SERVER: Final = ReplicaId("server")
"""Where the server mends what merging broke."""

MOST_EDITS: Final = 20_000
"""Of how many records one change may say something: a segment with all its notes."""


class Op(Enum):
    """What a change does."""

    CREATE = "create"
    SET = "set"
    NOTES = "notes"
    DELETE = "delete"
    RESTORE = "restore"


@attrs.frozen(kw_only=True)
class Target:
    """The one entity that a change is about.

    Attributes:
        kind: project, stem or segment.
    """

    kind: Kind
    id: EntityId
    op: Op


def kind_of(document: Document, record: RecordId) -> Kind | None:
    """What a record is, be it there or removed; `None` if there never was one."""
    return kind_written(document.value(record, KIND))


def kind_written(value: object) -> Kind | None:
    """The kind of a record, as its field names it; `None` if that names none."""
    return next((kind for kind in Kind if kind.value == value), None)


def target_of(change: Change, document: Document) -> Target:
    """What a change is about. Raises: Invalid, if nothing, or more than one thing."""
    if not 1 <= len(change.edits) <= MOST_EDITS:
        raise Invalid(Fault("edits", f"must be from 1 to {MOST_EDITS}"))
    targets = set(_entities(change, document))
    if len(targets) > 1:
        raise Invalid(Fault("edits", "must be about one project, stem or segment"))
    ((kind, record),) = targets
    own = next((edit for edit in change.edits if edit.record == record), None)
    return Target(kind=kind, id=EntityId(Id(record)), op=_op(own, document))


def _entities(change: Change, document: Document) -> Iterator[tuple[Kind, RecordId]]:
    for index, edit in enumerate(change.edits):
        kind, record = _written(edit, document), edit.record
        if kind is Kind.NOTE:
            owner = _owner(edit, document)
            if owner is None:
                raise Invalid(Fault(f"noteOps[{index}].in", "must name the segment of the note"))
            kind, record = Kind.SEGMENT, owner
        if kind is None:
            raise Invalid(Fault("entityId", f"there is no {record} here"))
        yield kind, record


def _written(edit: Edit, document: Document) -> Kind | None:
    known = kind_of(document, edit.record)
    if known is None and isinstance(edit, Put):
        return kind_written(edit.fields.get(KIND))
    return known


def _owner(edit: Edit, document: Document) -> RecordId | None:
    known = document.owner(edit.record)
    if known is None and isinstance(edit, Put):
        given = edit.fields.get(OWNER)
        return RecordId(given) if isinstance(given, str) else None
    return known


def _op(edit: Edit | None, document: Document) -> Op:
    if edit is None:
        return Op.NOTES
    if isinstance(edit, Remove):
        return Op.DELETE
    if KIND in edit.fields:
        return Op.CREATE
    # A stem stands in its project for good: who puts it there has it back.
    stays = edit.record in document and kind_of(document, edit.record) is not Kind.STEM
    return Op.SET if stays or OWNER not in edit.fields else Op.RESTORE
