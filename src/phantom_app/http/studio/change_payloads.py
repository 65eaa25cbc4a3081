"""Changes on the wire: as clients send them, and as they stand."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any, Final

import attrs
import msgspec

from phantom_app.http.decoding import faults_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_app.http.problems import STATUSES, FieldFault, Problem
from phantom_core.kernel import Fault, Id
from phantom_core.studio import (
    Draft,
    EntityId,
    Kind,
    NoteEdit,
    NoteOp,
    Op,
    Refusal,
    StandingChange,
)
from phantom_core.studio.arrangement.fields import KIND
from phantom_core.studio.arrangement.target import MOST_EDITS
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
    "BaseNumber",
    "ChangeName",
    "ChangePayload",
    "CounterNumber",
    "LiveChange",
    "NewChange",
    "NoteEdits",
    "ReplicaText",
    "Stamp",
    "change_fields",
    "counters_of",
    "draft_of",
    "problem_of_refusal",
    "standing_of",
]

_LATEST: Final = 2**47
_LARGEST: Final = 2**53 - 1
_STEM: Final = "stemId"
_MOST_FAULTS: Final = 20
_NOTE_OPS: Final = tuple(op.value for op in NoteOp)

_REPLICA: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")

ReplicaText = Annotated[
    str,
    msgspec.Meta(
        pattern=f"^{_REPLICA.pattern}$",
        description="The place that changes are made in: a tab, a device.",
    ),
]
"""The id of a replica."""

CounterNumber = Annotated[int, msgspec.Meta(ge=1, le=_LARGEST)]
"""The number of a change in its replica."""

BaseNumber = Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)]
"""A version that a change was made to; 0 for what is made by it."""

ChangeName = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
"""What a client calls a change."""

Stamp = tuple[
    Annotated[int, msgspec.Meta(ge=0, le=_LATEST)],
    Annotated[int, msgspec.Meta(ge=0, le=65_535)],
    ReplicaText,
]
"""When: wall time in ms since 1970, the logical counter, where."""

NoteEdits = Annotated[list[dict[str, Any]], msgspec.Meta(max_length=MOST_EDITS)]
"""What is done to notes, one after the other."""


class LiveChange(Payload):
    """A change of the thing that its frame is about, as its replica has made it.

    Its `baseVersion` is the version of the entity that it was made to; `seen` says it exactly,
    as the counter up to which the changes of each other replica were known.
    """

    change_id: ChangeName | None = None
    replica_id: ReplicaText | None = None
    counter: CounterNumber
    hlc: Stamp
    entity: Kind | None = None
    entity_id: IdText
    op: Op | None = None
    base_version: BaseNumber | None = None
    fields: dict[str, Any] | None = None
    note_ops: NoteEdits | None = None
    content: dict[str, Any] | None = None
    seen: dict[ReplicaText, CounterNumber] | None = None

    def draft(self, entity: Kind, does: Op | None) -> Draft:
        """The change, of an entity of that kind, doing that, or what it says itself."""
        faults = [*islice(_faults_of_notes(self.note_ops or []), _MOST_FAULTS)]
        if self.entity not in {None, entity}:
            faults.append(Fault("entity", f"must be {entity.value} here"))
        op = does or self.op or (Op.NOTES if self.note_ops and not self.fields else Op.SET)
        if self.op not in {None, op} or (does is None and op in {Op.CREATE, Op.DELETE}):
            faults.append(Fault("op", "must be what the frame does"))
        where = self.replica_id or self.hlc[2]
        seen = None
        if self.seen is not None:
            seen = {ReplicaId(each): counter for each, counter in self.seen.items()}
        return Draft(
            change_id=self.change_id or f"{where}:{self.counter}",
            replica=ReplicaId(where),
            counter=self.counter,
            time=hybrid_time(self.hlc[0], self.hlc[1]),
            kind=entity,
            entity_id=EntityId(Id(self.entity_id)),
            op=op,
            fields=self.fields or {},
            notes=tuple(_notes(self.note_ops or [])),
            content=self.content,
            base_version=self.base_version,
            seen=seen,
            faults=tuple(faults),
        )


class NewChange(LiveChange):
    """A change of one project, stem or segment, as its replica has made it."""

    entity: Kind
    op: Op


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


def counters_of(vector: Mapping[ReplicaId, int]) -> dict[str, int]:
    """A vector, as it is told."""
    return {str(replica): counter for replica, counter in vector.items()}


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
        return _misread(raw, replica, tuple(islice(faults_of(raw, NewChange), _MOST_FAULTS)))


def _draft(new: NewChange, replica: str | None, seen: Mapping[ReplicaId, int] | None) -> Draft:
    draft = new.draft(new.entity, new.op)
    if new.replica_id is None and replica is not None:
        name = new.change_id or f"{replica}:{new.counter}"
        draft = attrs.evolve(draft, replica=ReplicaId(replica), change_id=name)
    return draft if new.seen is not None else attrs.evolve(draft, seen=seen)


def _misread(
    raw: Mapping[str, Any], replica: str | None, faults: tuple[Fault, ...]
) -> Draft | None:
    """What cannot be read takes its number all the same, so that its replica can go on."""
    where, name = raw.get("replicaId", replica), raw.get("changeId")
    counter: Any = raw.get("counter")
    if not (isinstance(where, str) and _REPLICA.fullmatch(where)) or not _is_counter(counter):
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


def _is_counter(value: Any) -> bool:
    return type(value) is int and 1 <= value <= _LARGEST


def _notes(raw: list[dict[str, Any]]) -> Iterator[NoteEdit]:
    for each in raw:
        if _is_note(each):
            fields = {name: value for name, value in each.items() if name not in {"op", "noteId"}}
            yield NoteEdit(op=NoteOp(each["op"]), note_id=RecordId(each["noteId"]), fields=fields)


def _faults_of_notes(raw: list[dict[str, Any]]) -> Iterator[Fault]:
    for index, each in enumerate(raw):
        if not _is_note(each):
            said = f"must have a `noteId`, and an `op`: {', '.join(_NOTE_OPS)}"
            yield Fault(f"noteOps[{index}]", said)


def _is_note(raw: Mapping[str, Any]) -> bool:
    return raw.get("op") in _NOTE_OPS and isinstance(raw.get("noteId"), str)


def change_fields(standing: StandingChange) -> dict[str, Any]:
    """What is told of a change that stands, by field."""
    change = change_of(standing.text)
    told: dict[str, Any] = {
        "change_id": standing.change_id,
        "replica_id": change.replica,
        "counter": change.counter,
        "hlc": (wall_of(change.time), logical_of(change.time), change.replica),
        "author_id": change.author,
        "seen": dict(change.seen),
    }
    if standing.refusal is not None:
        return {**told, "problem": problem_of_refusal(standing.refusal)}
    return {**told, **_entity_fields(standing, change)}


def _entity_fields(standing: StandingChange, change: Change) -> dict[str, Any]:
    own = next((edit for edit in change.edits if str(edit.record) == standing.entity_id), None)
    notes = [edit for edit in change.edits if str(edit.record) != standing.entity_id]
    fields = dict(own.fields) if isinstance(own, Put) else {}
    fields.pop(KIND, None)
    owner = fields.pop(OWNER, None)
    if owner is not None and standing.entity is Kind.SEGMENT:
        fields[_STEM] = owner
    return {
        "entity": standing.entity,
        "entity_id": standing.entity_id,
        "base_version": standing.base_version,
        "op": standing.op,
        "version": standing.version,
        "fields": fields or None,
        "note_ops": [_note_of(edit) for edit in notes] or None,
    }


def _note_of(edit: Any) -> dict[str, Any]:
    if not isinstance(edit, Put):
        return {"op": NoteOp.DELETE.value, "noteId": edit.record}
    fields = {name: value for name, value in edit.fields.items() if name not in {KIND, OWNER}}
    op = NoteOp.ADD if KIND in edit.fields else NoteOp.SET if fields else NoteOp.RESTORE
    return {"op": op.value, "noteId": edit.record, **fields}


def standing_of(standing: StandingChange) -> ChangePayload:
    """A change as it stands in the log."""
    at = None if standing.at is None else instant(standing.at)
    return ChangePayload(**change_fields(standing), seq=standing.seq, at=at)


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
