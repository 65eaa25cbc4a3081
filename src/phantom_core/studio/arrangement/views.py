"""Arrangements as people see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from phantom_core.kernel import UserId
from phantom_core.studio.arrangement.conflict import ProjectConflict
from phantom_core.studio.arrangement.fields import FIELDS, Kind
from phantom_core.studio.arrangement.keeping import ArrangedEntity
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.sync import OWNER, Document, RecordId, ReplicaId

__all__ = [
    "ArrangementView",
    "EntityView",
    "NoteView",
    "fields_of",
    "notes_of",
    "owner_of",
    "stems_of",
]


@attrs.frozen(kw_only=True)
class NoteView:
    """A note of a segment.

    Attributes:
        fields: by name, all of them.
    """

    id: str
    fields: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class EntityView:
    """A stem or segment.

    Attributes:
        owner_id: the project or stem in which it stands.
        fields: by name, all of them.
        notes: those of a segment of MIDI, by start, pitch and id.
        last_modified_by: who changed it last.
    """

    id: EntityId
    kind: Kind
    owner_id: EntityId
    fields: Mapping[str, Any]
    notes: Sequence[NoteView] = ()
    version: int
    created_at: datetime
    updated_at: datetime
    last_modified_by: UserId


@attrs.frozen(kw_only=True)
class ArrangementView:
    """All that stands in a project.

    Attributes:
        fields: the project's own.
        stems: in their order.
        segments: by stem, then by start.
        conflicts: what is to be settled, the newest first, as many as a page has.
        vector: up to which change of each replica all are in it.
    """

    fields: Mapping[str, Any]
    stems: Sequence[EntityView]
    segments: Sequence[EntityView]
    conflicts: Sequence[ProjectConflict]
    vector: Mapping[ReplicaId, int]


def fields_of(document: Document, kind: Kind, record: RecordId) -> Mapping[str, Any]:
    """What all fields of a record hold; those that nobody wrote hold their default."""
    written = document.fields(record)
    return {name: written.get(name, field.default) for name, field in FIELDS[kind].items()}


def notes_of(document: Document, segment: RecordId) -> tuple[NoteView, ...]:
    """The notes of a segment, by start, pitch and id."""
    notes = [
        NoteView(id=note, fields=fields_of(document, Kind.NOTE, note))
        for note in document.children(segment)
    ]
    return tuple(
        sorted(notes, key=lambda note: (note.fields["start"], note.fields["pitch"], note.id))
    )


def stems_of(document: Document, project: RecordId) -> list[RecordId]:
    """The stems of a project, in their order."""
    stems = document.children(project)
    return sorted(stems, key=lambda stem: (str(document.value(stem, "order") or ""), stem))


def owner_of(document: Document, entity: ArrangedEntity) -> EntityId:
    """In what an entity stands."""
    return EntityId(document.value(RecordId(entity.id), OWNER))  # type: ignore[arg-type]
