"""Drafts: changes as clients say them, about one entity by its kind, before they are edits.

Whoever has a `Replica` sends edits; all others say what they want of a stem or a segment, and the
server makes edits of it, given what stands.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from random import Random
from typing import Final

import attrs

from phantom_core.kernel import Fault, Invalid, NotFound
from phantom_core.studio.arrangement.content import edits_of_content
from phantom_core.studio.arrangement.fields import KIND, Kind, defaults_of
from phantom_core.studio.arrangement.repair import siblings_of
from phantom_core.studio.arrangement.repeating import has_held, has_held_content, knows_made
from phantom_core.studio.arrangement.said import NOTHING_SAID, Said, said, said_or_nothing
from phantom_core.studio.arrangement.target import EntityId, Op, kind_of
from phantom_core.studio.project import ProjectId
from phantom_core.sync import (
    OWNER,
    Change,
    Document,
    Edit,
    HybridTime,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    Value,
    place_among,
)

__all__ = ["AFTER", "STEM", "Draft", "NoteEdit", "NoteOp", "edits_of", "is_made_again", "within"]

AFTER: Final = "after"
"""Says after which stem one goes; `None`: before all."""

STEM: Final = "stemId"
"""Says in which stem a segment stands."""


class NoteOp(Enum):
    """What is done to a note."""

    ADD = "add"
    SET = "set"
    DELETE = "delete"
    RESTORE = "restore"


@attrs.frozen(kw_only=True)
class NoteEdit:
    """What a draft does to one note."""

    op: NoteOp
    note_id: RecordId
    fields: Said = attrs.field(default=NOTHING_SAID, converter=said)


@attrs.frozen(kw_only=True)
class Draft:
    """A change as a client says it.

    Attributes:
        change_id: what its client calls it.
        time: its stamp.
        fields: what the entity's fields shall hold.
        content: the whole content of a MIDI segment, notes included.
        base_version: the version of the entity that it was made to; `None` for the newest.
        seen: what its replica had seen of others, where the client keeps account of that.
        faults: what cannot be read of it: it is refused, and takes its number.
    """

    change_id: str
    replica: ReplicaId
    counter: int
    time: HybridTime
    kind: Kind
    entity_id: EntityId
    op: Op
    fields: Said = attrs.field(default=NOTHING_SAID, converter=said)
    notes: tuple[NoteEdit, ...] = ()
    content: Said | None = attrs.field(default=None, converter=said_or_nothing)
    base_version: int | None = None
    seen: Said | None = attrs.field(default=None, converter=said_or_nothing)
    faults: tuple[Fault, ...] = ()


def edits_of(
    draft: Draft,
    change: Change,
    document: Document,
    project_id: ProjectId,
    *,
    chance: Random,
    mint: Callable[[], str],
) -> tuple[Edit, ...]:
    """What a draft does to which record; `mint` makes ids. Raises: Invalid, NotFound.

    What it makes that its author knows to be there, and the same, is told by no more than its kind.

    Args:
        draft: as it was said.
        change: what it becomes, still without its edits.
        document: what stands.
        project_id: whose document that is.
        chance: draws keys of order.
        mint: makes ids.
    """
    if draft.faults:
        raise Invalid(*draft.faults)
    record = RecordId(draft.entity_id)
    known = kind_of(document, record)
    if known not in {None, draft.kind} or (known is None and draft.op is not Op.CREATE):
        raise NotFound(draft.kind.value, draft.entity_id)
    match draft.op:
        case Op.DELETE:
            return (Remove(record),)
        case Op.RESTORE:
            return (Put(record, {OWNER: document.value(record, OWNER)}),)
        case Op.CREATE if is_made_again(draft, change, document):
            made: Edit = Put(record, {KIND: draft.kind.value})
            return (made, *_note_edits(draft, change, document))
        case Op.CREATE:
            own = _made(draft, document, project_id, chance)
        case _:
            own = _set(draft, document, project_id, chance)
    notes = _note_edits(draft, change, document)
    return (*_own_edits(draft, own, document, mint), *notes)


def is_made_again(draft: Draft, change: Change, document: Document) -> bool:
    """Whether a draft makes what its author knows to be there, as it is, or was when it was made.

    Where among the others it went is not asked, for it may have been moved since. Raises: Invalid.
    """
    record = RecordId(draft.entity_id)
    if draft.op is not Op.CREATE or kind_of(document, record) is not draft.kind:
        return False
    if record not in document or not knows_made(record, change, document):
        return False
    fields: dict[str, Value] = draft.fields.value
    fields.pop(AFTER, None)
    if draft.kind is Kind.SEGMENT and STEM in fields:
        fields[OWNER] = fields.pop(STEM)
    if not has_held(record, fields, document):
        return False
    if draft.content is None:
        return True
    with within("content"):
        return has_held_content(record, draft.content.value, document)


def _own_edits(
    draft: Draft, own: dict[str, Value], document: Document, mint: Callable[[], str]
) -> Iterator[Edit]:
    record = RecordId(draft.entity_id)
    notes: tuple[Edit, ...] = ()
    if draft.content is not None:
        if own.get("type", document.value(record, "type")) != "midi":
            raise Invalid(Fault("content", "is given to segments of MIDI only"))
        with within("content"):
            frame, notes = edits_of_content(record, draft.content.value, document, mint)
        own["frame"] = frame
    if own:
        yield Put(record, own)
    elif draft.op is Op.SET and not (notes or draft.notes):
        raise Invalid(Fault("fields", "must name at least one field"))
    yield from notes


@contextmanager
def within(path: str) -> Iterator[None]:
    """Tell faults by where they stand in a draft."""
    try:
        yield
    except Invalid as error:
        found = (Fault(f"{path}.{fault.path}", fault.message) for fault in error.faults)
        raise Invalid(*found) from error


def _note_edits(draft: Draft, change: Change, document: Document) -> Iterator[Edit]:
    for note in draft.notes:
        if note.op is NoteOp.DELETE:
            yield Remove(note.note_id)
        elif note.op is NoteOp.RESTORE:
            yield Put(note.note_id, {OWNER: draft.entity_id})
        elif note.op is NoteOp.ADD:
            yield _added(note, draft, change, document)
        elif note.fields:
            yield Put(note.note_id, note.fields.value)
        else:
            raise Invalid(Fault("noteOps", "must name at least one field of each note"))


def _added(note: NoteEdit, draft: Draft, change: Change, document: Document) -> Put:
    record, fields = note.note_id, {OWNER: draft.entity_id, **note.fields.value}
    known = record in document and knows_made(record, change, document)
    if known and has_held(record, fields, document):
        return Put(record, {KIND: Kind.NOTE.value})
    return Put(record, {KIND: Kind.NOTE.value, **defaults_of(Kind.NOTE), **fields})


def _made(
    draft: Draft, document: Document, project_id: ProjectId, chance: Random
) -> dict[str, Value]:
    fields = _set(draft, document, project_id, chance)
    fields = {KIND: draft.kind.value, **defaults_of(draft.kind), **fields}
    if draft.kind is Kind.STEM:
        fields.setdefault(OWNER, project_id)
        if "order" not in fields:
            fields["order"] = _placed(document, project_id, draft.entity_id, _LAST, chance)
    return fields


_LAST: Final = object()


def _set(
    draft: Draft, document: Document, project_id: ProjectId, chance: Random
) -> dict[str, Value]:
    fields: dict[str, Value] = draft.fields.value
    if KIND in fields or OWNER in fields:
        raise Invalid(Fault("fields", f"must name neither `{KIND}` nor `{OWNER}`"))
    if draft.kind is Kind.SEGMENT and STEM in fields:
        fields[OWNER] = fields.pop(STEM)
    if draft.kind is Kind.STEM and AFTER in fields:
        after = fields.pop(AFTER)
        fields["order"] = _placed(document, project_id, draft.entity_id, after, chance)
    return fields


def _placed(document: Document, project: str, stem: str, after: object, chance: Random) -> str:
    siblings = [
        (key, each) for key, each in siblings_of(document, RecordId(project)) if each != stem
    ]
    ids = [each for _, each in siblings]
    if after is _LAST:
        index = len(ids)
    elif after is None:
        index = 0
    elif after in ids:
        index = ids.index(RecordId(str(after))) + 1
    else:
        raise Invalid(Fault("fields.after", "must be another stem of this project, or null"))
    return place_among(siblings, index, chance=chance).key
