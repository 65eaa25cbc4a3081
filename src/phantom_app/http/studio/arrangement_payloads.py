"""Stems, segments, conflicts and whole arrangements, on the wire."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_app.http.studio.change_payloads import counters_of
from phantom_core.kernel import Id
from phantom_core.studio import (
    ArrangementView,
    ClashKind,
    ConflictSide,
    EntityId,
    EntityView,
    Kind,
    NoteView,
    ProjectConflict,
)
from phantom_core.studio.arrangement.content import content_of
from phantom_core.studio.midi import to_json

__all__ = [
    "ArrangementPayload",
    "ConflictPayload",
    "ConflictSidePayload",
    "NotePayload",
    "SegmentPayload",
    "StemPayload",
    "arrangement_of",
    "conflict_of",
    "entity_id_of",
    "segment_answer",
    "segment_of",
    "stem_answer",
    "stem_of",
]


class StemPayload(Payload):
    """A stem."""

    id: IdText
    project_id: IdText
    name: str
    color: str
    volume: float
    pan: float
    is_muted: bool
    is_soloed: bool
    instrument_type: str | None = None
    midi_channel: int | None = None
    group: Annotated[
        str | None, msgspec.Meta(description="The stem that it stands in, as a group.")
    ] = None
    order: Annotated[str, msgspec.Meta(description="Opaque; to move a stem, send `after`.")]
    version: VersionNumber
    created_at: InstantText
    updated_at: InstantText
    last_modified_by: IdText


class NotePayload(Payload):
    """A note; its times are in ticks."""

    id: str
    track: int
    channel: int
    pitch: int
    start: int
    duration: int
    velocity: int


class SegmentPayload(Payload):
    """A segment; one of MIDI has its notes apart from the `frame` of all else."""

    id: IdText
    stem_id: IdText
    type: Literal["midi", "audio"]
    name: str
    start_ms: int
    end_ms: int
    volume: float
    fade_in_ms: int | None = None
    fade_out_ms: int | None = None
    ai_metadata: dict[str, Any] | None = None
    audio: dict[str, Any] | None = None
    frame: dict[str, Any] | None = None
    notes: list[NotePayload]
    content: Annotated[
        dict[str, Any] | None,
        msgspec.Meta(description="Frame and notes joined, as MIDI; only of a segment by itself."),
    ] = None
    version: VersionNumber
    created_at: InstantText
    updated_at: InstantText
    last_modified_by: IdText


class ConflictSidePayload(Payload):
    """One of those who clash; the user of what the server mended is `server`."""

    user_id: str
    value: Any
    change_id: str
    replica_id: str
    counter: int
    deletes: bool = False


class ConflictPayload(Payload):
    """Something to be settled, or that was."""

    id: IdText
    project_id: IdText
    kind: ClashKind
    entity: Kind
    entity_id: IdText
    field: str | None = None
    note_id: str | None = None
    winner: ConflictSidePayload
    losers: list[ConflictSidePayload]
    opened_at: InstantText
    resolved_by: str | None = None
    resolved_at: InstantText | None = None


class ArrangementPayload(Payload):
    """All that stands in a project."""

    project: dict[str, Any]
    stems: list[StemPayload]
    segments: list[SegmentPayload]
    conflicts: list[ConflictPayload]
    vector: dict[str, int]


def entity_id_of(text: str) -> EntityId:
    """The id of a stem or segment, out of a path."""
    return EntityId(Id(text))


def stem_of(view: EntityView) -> StemPayload:
    """A stem."""
    fields = _snake(view.fields)
    return StemPayload(project_id=view.owner_id, **fields, **_facts(view))


def segment_of(view: EntityView) -> SegmentPayload:
    """A segment."""
    notes = [_note_of(note) for note in view.notes]
    return SegmentPayload(stem_id=view.owner_id, notes=notes, **_snake(view.fields), **_facts(view))


def _note_of(note: NoteView) -> NotePayload:
    return NotePayload(id=note.id, **note.fields)


def _facts(view: EntityView) -> dict[str, Any]:
    return {
        "id": view.id,
        "version": view.version,
        "created_at": instant(view.created_at),
        "updated_at": instant(view.updated_at),
        "last_modified_by": view.last_modified_by,
    }


_NAMES = {
    field.encode_name: field.name
    for kind in (StemPayload, SegmentPayload)
    for field in msgspec.structs.fields(kind)
}


def _snake(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {_NAMES[name]: value for name, value in fields.items()}


def stem_answer(view: EntityView, *, status: int = 200) -> Response[StemPayload]:
    """Answer with a stem and its tag."""
    return versioned(stem_of(view), view.version, status=status)


def segment_answer(view: EntityView, *, status: int = 200) -> Response[SegmentPayload]:
    """Answer with a segment, its content joined, and its tag."""
    told = segment_of(view)
    if view.fields["type"] == "midi":
        notes = {note.id: note.fields for note in view.notes}
        content = to_json(content_of(view.fields["frame"], notes))
        told = msgspec.structs.replace(told, content=content)
    return versioned(told, view.version, status=status)


def conflict_of(conflict: ProjectConflict) -> ConflictPayload:
    """A conflict."""
    resolved = conflict.resolved_at
    return ConflictPayload(
        id=conflict.id,
        project_id=conflict.project_id,
        kind=conflict.kind,
        entity=conflict.entity,
        entity_id=conflict.entity_id,
        field=conflict.field,
        note_id=conflict.record if conflict.kind is ClashKind.NOTE else None,
        winner=_side_of(conflict.winner),
        losers=[_side_of(side) for side in conflict.losers],
        opened_at=instant(conflict.opened_at),
        resolved_by=conflict.resolved_by,
        resolved_at=None if resolved is None else instant(resolved),
    )


def _side_of(side: ConflictSide) -> ConflictSidePayload:
    return ConflictSidePayload(
        user_id=side.user_id,
        value=side.value,
        change_id=side.change_id,
        replica_id=side.replica,
        counter=side.counter,
        deletes=side.deletes,
    )


def arrangement_of(view: ArrangementView) -> ArrangementPayload:
    """All that stands in a project."""
    return ArrangementPayload(
        project=dict(view.fields),
        stems=[stem_of(each) for each in view.stems],
        segments=[segment_of(each) for each in view.segments],
        conflicts=[conflict_of(each) for each in view.conflicts],
        vector=counters_of(view.vector),
    )
