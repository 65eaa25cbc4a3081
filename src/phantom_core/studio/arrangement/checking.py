"""What speaks against a change, apart from who makes it: every fault, each with its path."""

from collections.abc import Iterator, Mapping

from phantom_core.kernel import Fault, Gone, Invalid, NotFound
from phantom_core.studio.arrangement.fields import KIND, Kind, faults_in
from phantom_core.studio.arrangement.repeating import IdInUse, has_seen, knows_made
from phantom_core.studio.arrangement.target import Op, Target, kind_of, kind_written
from phantom_core.studio.arrangement.values import identifier
from phantom_core.studio.project import ProjectId
from phantom_core.sync import OWNER, Change, Document, Edit, Put, RecordId, Remove, Value

__all__ = ["EntityGone", "check"]


class EntityGone(Gone):
    """Something was deleted, and whoever changes it knows that; it can be restored."""

    rule = "entity-deleted"

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"This {kind.value} was deleted; restore it first.")


def check(target: Target, change: Change, document: Document, project_id: ProjectId) -> None:
    """Let a change pass whose fields may hold what it writes.

    Raises: Invalid, EntityGone, NotFound, IdInUse.
    """
    record = RecordId(target.id)
    if target.op is not Op.CREATE and not document.is_known(record):
        raise NotFound(target.kind.value, target.id)
    if target.op in {Op.SET, Op.NOTES} and _knows_removed(record, change, document):
        raise EntityGone(target.kind)
    for edit in change.edits:
        if isinstance(edit, Put) and KIND in edit.fields and not _is_repeated(edit, document):
            _makes_nothing_else(edit, change, document)
    for gone in _gone(target, change, document):
        raise EntityGone(gone)
    faults = [*_faults(target, change, document, project_id)]
    if faults:
        raise Invalid(*faults)


def _makes_nothing_else(edit: Put, change: Change, document: Document) -> None:
    """Whoever makes what they know to be there must say of it what is so."""
    kind = kind_of(document, edit.record)
    if kind is None or kind is not kind_written(edit.fields[KIND]):
        return
    if not knows_made(edit.record, change, document):
        return
    if _knows_removed(edit.record, change, document):
        raise EntityGone(kind)
    is_same = all(document.value(edit.record, name) == edit.fields[name] for name in edit.fields)
    if not is_same or (kind is not Kind.NOTE and len(change.edits) > 1):
        raise IdInUse


def _gone(target: Target, change: Change, document: Document) -> Iterator[Kind]:
    """What a change writes to, or puts a segment in, though its author knows it is deleted."""
    for edit in change.edits:
        if isinstance(edit, Put) and target.op is not Op.RESTORE:
            for record, kind in _needed(edit, document):
                if _knows_removed(record, change, document):
                    yield kind


def _needed(edit: Put, document: Document) -> Iterator[tuple[RecordId, Kind]]:
    """What must be there for an edit: the note, the stem that a segment shall stand in."""
    known = kind_of(document, edit.record)
    if known is Kind.NOTE and OWNER not in edit.fields and KIND not in edit.fields:
        yield edit.record, known
    owner = RecordId(str(edit.fields.get(OWNER)))
    if kind_of(document, owner) is Kind.STEM:
        yield owner, Kind.STEM


def _knows_removed(record: RecordId, change: Change, document: Document) -> bool:
    """Whether something, or what holds it, is gone, by removals that the change has all seen."""
    if record in document:
        return False
    owner: RecordId | None = record
    passed: set[RecordId] = set()
    while owner is not None and owner not in passed:
        passed.add(owner)
        if any(not has_seen(change, removal) for removal in document.removals.get(owner, ())):
            return False
        owner = document.owner(owner)
    return True


def _faults(
    target: Target, change: Change, document: Document, project_id: ProjectId
) -> Iterator[Fault]:
    note = 0
    for edit in change.edits:
        if isinstance(edit, Put) and _is_repeated(edit, document):
            pass
        elif edit.record == RecordId(target.id):
            found = _entity_faults(edit, target, document, project_id)
            yield from (Fault(path, message) for path, message in found)
            if isinstance(edit, Put):
                yield from _known_faults(edit, change, document)
        else:
            for path, message in _note_faults(edit, target, document):
                yield Fault(f"noteOps[{note}].{path}", message)
        note += edit.record != RecordId(target.id)


def _known_faults(edit: Put, change: Change, document: Document) -> Iterator[Fault]:
    """What contradicts that which the author of a change knew to stand."""
    group = RecordId(str(edit.fields.get("group")))
    if kind_of(document, group) is Kind.STEM and _knows_removed(group, change, document):
        yield Fault("fields.group", "must be another stem of this project")
    for name, other in (("startMs", "endMs"), ("endMs", "startMs")):
        writer = document.writer(edit.record, other)
        if name in edit.fields and other not in edit.fields and writer is not None:
            stands = {**document.fields(edit.record), **edit.fields}
            if has_seen(change, writer) and _is_no_span(stands["startMs"], stands["endMs"]):
                yield Fault(f"fields.{name}", f"must leave startMs before endMs; {other} stays")


def _is_no_span(start: Value, end: Value) -> bool:
    return isinstance(start, int) and isinstance(end, int) and start >= end


def _entity_faults(
    edit: Edit, target: Target, document: Document, project_id: ProjectId
) -> Iterator[tuple[str, str]]:
    if isinstance(edit, Remove):
        if target.kind is Kind.PROJECT:
            yield "op", "a project is deleted by itself, not by a change"
        return
    fields = edit.fields
    if target.op is Op.CREATE:
        yield from _made(edit, target, document)
    for path, message in faults_in(target.kind, fields, creating=target.op is Op.CREATE):
        yield f"fields.{path}", message
    yield from _place_faults(target, fields, document, project_id)


def _made(edit: Put, target: Target, document: Document) -> Iterator[tuple[str, str]]:
    for _, message in identifier(edit.record):
        yield "entityId", message
    known = kind_of(document, edit.record)
    if kind_written(edit.fields[KIND]) is not target.kind or known not in {None, target.kind}:
        yield "entity", "is something else already"
    if target.kind is Kind.PROJECT:
        yield "op", "a project is made by itself, not by a change"
    elif OWNER not in edit.fields:
        yield "fields", f"must say in what the {target.kind.value} stands"


def _place_faults(
    target: Target, fields: Mapping[str, Value], document: Document, project_id: ProjectId
) -> Iterator[tuple[str, str]]:
    """What is wrong with where something shall stand: in what, and in which group."""
    if OWNER in fields:
        name = "stemId" if target.kind is Kind.SEGMENT else OWNER
        for message in _owner_faults(target.kind, fields[OWNER], document, project_id):
            yield f"fields.{name}", message
    group = fields.get("group")
    if isinstance(group, str) and (
        group == target.id or kind_of(document, RecordId(group)) is not Kind.STEM
    ):
        yield "fields.group", "must be another stem of this project"


def _owner_faults(
    kind: Kind, owner: object, document: Document, project_id: ProjectId
) -> Iterator[str]:
    if kind is Kind.STEM and owner != project_id:
        yield "must be this project"
    elif kind is Kind.SEGMENT and (
        not isinstance(owner, str) or kind_of(document, RecordId(owner)) is not Kind.STEM
    ):
        yield "must be a stem of this project"
    elif kind is Kind.PROJECT:
        yield "a project stands in nothing"


def _note_faults(edit: Edit, target: Target, document: Document) -> Iterator[tuple[str, str]]:
    if target.kind is not Kind.SEGMENT:
        yield "noteId", "only a segment has notes"
    known = document.is_known(edit.record)
    if isinstance(edit, Remove):
        if not known:
            yield "noteId", "there is no such note"
        return
    creating = KIND in edit.fields
    for _, message in identifier(edit.record):
        yield "noteId", message
    if not known and not creating:
        yield "noteId", "there is no such note"
    if OWNER in edit.fields and edit.fields[OWNER] != target.id:
        yield "in", "a note stays in its segment"
    if creating and (edit.fields[KIND] != Kind.NOTE.value or OWNER not in edit.fields):
        yield "noteId", "a note says that it is one, and in what it stands"
    yield from faults_in(Kind.NOTE, edit.fields, creating=creating)


def _is_repeated(edit: Put, document: Document) -> bool:
    """Whether no more is said of something that is there than what it is."""
    return {*edit.fields} == {KIND} and edit.fields[KIND] == document.value(edit.record, KIND)
