"""Changes on the wire: as clients send them, and as they stand."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.decoding import faults_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_app.http.problems import STATUSES, FieldFault, Problem
from phantom_core.kernel import Fault, Id, StoredEvent
from phantom_core.studio import (
    ChangeRefused,
    ChangeStored,
    Draft,
    EntityId,
    Kind,
    NoteEdit,
    NoteOp,
    Op,
    Refusal,
)
from phantom_core.studio.arrangement.fields import KIND
from phantom_core.studio.arrangement.writing import change_of
from phantom_core.sync import (
    OWNER,
    Change,
    HybridTime,
    Put,
    RecordId,
    ReplicaId,
    hybrid_time,
    logical_of,
    wall_of,
)

__all__ = [
    "ChangePayload",
    "NewChange",
    "ReplicaText",
    "change_fields",
    "change_of_stored",
    "draft_of",
    "problem_of_refusal",
]

_LATEST: Final = 2**47
_LARGEST: Final = 2**53 - 1
_STEM: Final = "stemId"

ReplicaText = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9_.:-]{1,64}$",
        description="The place that changes are made in: a tab, a device.",
    ),
]
"""The id of a replica."""

CounterNumber = Annotated[int, msgspec.Meta(ge=1, le=_LARGEST)]
"""The number of a change in its replica."""

ChangeName = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
"""What a client calls a change."""

Stamp = tuple[
    Annotated[int, msgspec.Meta(ge=0, le=_LATEST)],
    Annotated[int, msgspec.Meta(ge=0, le=65_535)],
    ReplicaText,
]
"""When: wall time in ms since 1970, the logical counter, where."""


class NewChange(Payload):
    """A change of one project, stem or segment, as its replica has made it.

    Its `baseVersion` is the version of the entity that it was made to; `seen` says it exactly,
    as the counter up to which the changes of each other replica were known.
    """

    change_id: ChangeName | None = None
    replica_id: ReplicaText | None = None
    counter: CounterNumber
    hlc: Stamp
    entity: Kind
    entity_id: IdText
    op: Op
    base_version: Annotated[int | None, msgspec.Meta(ge=0, le=_LARGEST)] = None
    fields: dict[str, Any] | None = None
    note_ops: list[dict[str, Any]] | None = None
    content: dict[str, Any] | None = None
    seen: dict[ReplicaText, CounterNumber] | None = None


class ChangePayload(Payload):
    """A change as it stands for everybody.

    One that was refused has a `problem`, and no more than its place among those of its replica.
    """

    change_id: str
    replica_id: str
    counter: int
    hlc: tuple[int, int, str]
    author_id: str
    entity: Kind | None = None
    entity_id: str | None = None
    base_version: int | None = None
    op: Op | None = None
    fields: dict[str, Any] | None = None
    note_ops: list[dict[str, Any]] | None = None
    seen: dict[str, int]
    version: int | None = None
    problem: Problem | None = None
    seq: int | None = None
    at: InstantText | None = None


def draft_of(
    raw: Any, replica: str | None = None, seen: Mapping[ReplicaId, int] | None = None
) -> Draft | None:
    """A change as it was sent; `None`, if nobody could tell where in its replica it belongs.

    Args:
        raw: the JSON of it.
        replica: where it was made, if it does not say so itself.
        seen: what was known of other replicas, if it does not say so itself.
    """
    if not isinstance(raw, dict):
        return None
    try:
        return _draft(msgspec.convert(raw, NewChange), replica, seen)
    except msgspec.ValidationError:
        return _misread(raw, replica, tuple(faults_of(raw, NewChange)))


def _draft(new: NewChange, replica: str | None, seen: Mapping[ReplicaId, int] | None) -> Draft:
    where = new.replica_id or replica or new.hlc[2]
    return Draft(
        change_id=new.change_id or f"{where}:{new.counter}",
        replica=ReplicaId(where),
        counter=new.counter,
        time=hybrid_time(new.hlc[0], new.hlc[1]),
        kind=new.entity,
        entity_id=EntityId(Id(new.entity_id)),
        op=new.op,
        fields=new.fields or {},
        notes=tuple(_notes(new.note_ops or [])),
        content=new.content,
        base_version=new.base_version,
        seen=seen if new.seen is None else {ReplicaId(each): c for each, c in new.seen.items()},
        faults=tuple(_faults_of_notes(new.note_ops or [])),
    )


def _misread(
    raw: Mapping[str, Any], replica: str | None, faults: tuple[Fault, ...]
) -> Draft | None:
    """What cannot be read takes its number all the same, so that its replica can go on."""
    where, counter, name = raw.get("replicaId", replica), raw.get("counter"), raw.get("changeId")
    if not isinstance(where, str) or type(counter) is not int or counter < 1:
        return None
    called = name if isinstance(name, str) and len(name) <= 100 else f"{where}:{counter}"  # noqa: PLR2004
    return Draft(
        change_id=called,
        replica=ReplicaId(where),
        counter=counter,
        time=HybridTime(0),
        kind=Kind.PROJECT,
        entity_id=EntityId(Id("")),
        op=Op.SET,
        faults=faults or (Fault("", "cannot be read"),),
    )


def _notes(raw: list[dict[str, Any]]) -> Iterator[NoteEdit]:
    for each in raw:
        if _is_note(each):
            fields = {name: value for name, value in each.items() if name not in {"op", "noteId"}}
            yield NoteEdit(op=NoteOp(each["op"]), note_id=RecordId(each["noteId"]), fields=fields)


def _faults_of_notes(raw: list[dict[str, Any]]) -> Iterator[Fault]:
    for index, each in enumerate(raw):
        if not _is_note(each):
            said = f"must have a `noteId`, and an `op`: {', '.join(op.value for op in NoteOp)}"
            yield Fault(f"noteOps[{index}]", said)


def _is_note(raw: Mapping[str, Any]) -> bool:
    return raw.get("op") in {op.value for op in NoteOp} and isinstance(raw.get("noteId"), str)


def change_fields(event: ChangeStored) -> dict[str, Any]:
    """What is told of a change that stands, by field."""
    change = change_of(event.text)
    told: dict[str, Any] = {
        "change_id": event.change_id,
        "replica_id": change.replica,
        "counter": change.counter,
        "hlc": (wall_of(change.time), logical_of(change.time), change.replica),
        "author_id": change.author,
        "seen": dict(change.seen),
    }
    if isinstance(event, ChangeRefused):
        return {**told, "problem": problem_of_refusal(event.refusal)}
    return {**told, **_entity_fields(event, change)}


def _entity_fields(event: Any, change: Change) -> dict[str, Any]:
    own = next((edit for edit in change.edits if edit.record == event.entity_id), None)
    notes = [edit for edit in change.edits if edit.record != event.entity_id]
    fields = dict(own.fields) if isinstance(own, Put) else {}
    fields.pop(KIND, None)
    owner = fields.pop(OWNER, None)
    if owner is not None and event.entity is Kind.SEGMENT:
        fields[_STEM] = owner
    return {
        "entity": event.entity,
        "entity_id": event.entity_id,
        "base_version": event.base_version,
        "op": event.op,
        "version": event.version,
        "fields": fields or None,
        "note_ops": [_note_of(edit) for edit in notes] or None,
    }


def _note_of(edit: Any) -> dict[str, Any]:
    if not isinstance(edit, Put):
        return {"op": NoteOp.DELETE.value, "noteId": edit.record}
    op = NoteOp.ADD if KIND in edit.fields else NoteOp.SET
    fields = {name: value for name, value in edit.fields.items() if name not in {KIND, OWNER}}
    return {"op": op.value, "noteId": edit.record, **fields}


def change_of_stored(stored: StoredEvent) -> ChangePayload:
    """A change as the log has it."""
    event = stored.event
    assert isinstance(event, ChangeStored)  # noqa: S101 - whoever calls has chosen those
    return ChangePayload(**change_fields(event), seq=stored.seq, at=instant(stored.at))


_BY_KIND: Final = {kind.rule: told for kind, told in STATUSES.items()}


def problem_of_refusal(refusal: Refusal) -> Problem:
    """Why a change was not applied, as a problem."""
    status, title = _BY_KIND[refusal.kind]
    return Problem(
        type=f"urn:phantom:{refusal.rule}",
        title=title,
        status=status,
        detail=refusal.detail,
        errors=[FieldFault(path, message) for path, message in refusal.faults],
    )
