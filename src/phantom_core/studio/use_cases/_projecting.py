"""Projecting a document onto its project's row, by which lists and permissions know it."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import attrs

from phantom_core.kernel import Bpm, Milliseconds
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import Project
from phantom_core.studio.use_cases._telling import tell_change
from phantom_core.sync import Document, RecordId

_ENDS: Final = frozenset({"segment.endMs", "segment.in", "segment.", "stem.in", "stem."})
"""What must have been written for the last segment to end elsewhere."""


def project_onto(
    work: ArrangementWork,
    before: Project,
    after: Project,
    document: Document,
    written: Collection[str],
) -> Project:
    """Store a project as its document has it, and tell it, if it is shown otherwise.

    Args:
        work: what the command is given.
        before: the project as it is stored.
        after: the same, with the versions that its changes count.
        document: what stands.
        written: the fields that were written, as `segment.endMs`; those of most changes do not
            show on the row.
    """
    shown = _fields(document, after) if any(map(_shows, written)) else {}
    begun = "project.kind" in written
    synced = after.last_sync_at if begun else work.now
    projected = attrs.evolve(after, last_sync_at=synced, **shown)
    if projected != before:
        work.projects.put(projected)
    if projected.version != before.version or any(
        getattr(before, name) != value for name, value in shown.items()
    ):
        tell_change(work, before, projected)
    return projected


def _shows(written: str) -> bool:
    return written.startswith("project.") or written in _ENDS


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
