"""Projecting a document onto its project's row, by which lists and permissions know it."""

from collections.abc import Mapping
from typing import Any

import attrs

from phantom_core.kernel import Bpm, Milliseconds
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import Project
from phantom_core.studio.use_cases._telling import tell_change
from phantom_core.sync import Document, RecordId


def project_onto(
    work: ArrangementWork,
    before: Project,
    after: Project,
    document: Document,
    changed: Mapping[EntityId, Kind],
) -> Project:
    """Store a project as its document has it, and tell it, if it is shown otherwise."""
    shown = _fields(document, after) if any(map(_counts, changed.values())) else {}
    projected = attrs.evolve(after, last_sync_at=work.now, **shown)
    work.projects.put(projected)
    if projected.version != before.version or any(
        getattr(before, name) != value for name, value in shown.items()
    ):
        tell_change(work, before, projected)
    return projected


def _counts(kind: Kind) -> bool:
    """Whether what a kind of entity says may show on the project's row."""
    return kind in {Kind.PROJECT, Kind.SEGMENT, Kind.STEM}


def _fields(document: Document, project: Project) -> Mapping[str, Any]:
    fields: dict[str, Any] = document.fields(RecordId(project.id))
    beats, note = fields["timeSignature"]
    return {
        "name": fields["name"],
        "description": fields["description"],
        "tempo": Bpm(float(fields["tempo"])),
        "time_signature": (beats, note),
        "is_public": fields["isPublic"],
        "length_ms": Milliseconds(max(int(fields["lengthMs"]), _end(document, project))),
    }


def _end(document: Document, project: Project) -> int:
    """Where the last segment ends."""
    return max(
        (
            int(document.value(segment, "endMs") or 0)  # type: ignore[arg-type]
            for stem in document.children(RecordId(project.id))
            for segment in document.children(stem)
        ),
        default=0,
    )
