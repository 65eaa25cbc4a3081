"""The document of a project as it stood once."""

import attrs

from phantom_core.kernel import Fault, Gone, Invalid, NotFound
from phantom_core.studio.arrangement.hot import Kept
from phantom_core.studio.arrangement.keeping import NamedVersionId
from phantom_core.studio.arrangement_events import line_in
from phantom_core.studio.keeping_ports import KeepingWork
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.use_cases._document import history
from phantom_core.sync import Document
from phantom_core.sync.snapshot import load_snapshot


class PointForgotten(Gone):
    """What a project was then is no longer kept."""

    rule = "point-forgotten"

    def __init__(self, earliest: int) -> None:
        super().__init__(f"That state is no longer kept; the earliest one is {earliest}.")
        self.earliest = earliest


@attrs.frozen(kw_only=True)
class Point:
    """A point in a project's past.

    Attributes:
        seq: its last event.
        version_id: the version that has its name, by which it is found.
    """

    seq: int
    version_id: NamedVersionId | None = None


def point_of(work: KeepingWork, project_id: ProjectId, seq: int | None, name: str | None) -> Point:
    """The point that is meant by its event, or by its name. Raises: Invalid, NotFound."""
    if (seq is None) is (name is None):
        raise Invalid(Fault("toSeq", "must be given, or else `toVersionName`"))
    if name is not None:
        version = work.named_versions.find(project_id, name)
        if version is None:
            raise NotFound("version", name)
        return Point(seq=version.seq, version_id=version.id)
    head = work.log.head(project_topic(project_id)).seq
    if seq is None or not 0 <= seq <= head:
        raise Invalid(Fault("toSeq", f"must be from 0 to {head}"))
    return Point(seq=seq)


def past_at(work: KeepingWork, project_id: ProjectId, point: Point) -> Document:
    """The document as it stood at a point. Raises: PointForgotten."""
    if point.version_id is not None:
        return load_snapshot(work.version_documents.of(point.version_id).body)
    kept = _beginning(work, project_id, point.seq)
    for stored in history(work, project_id, kept.seq):
        if stored.seq > point.seq:
            break
        line = line_in(stored)
        kept.advance([] if line is None else [line], stored.seq)
    return kept.document


def _beginning(work: KeepingWork, project_id: ProjectId, seq: int) -> Kept:
    """From what a document is rebuilt: as it was kept before, or from its first event on."""
    checkpoint = work.documents.newest(project_id)
    if checkpoint is not None and checkpoint.seq <= seq:
        return Kept(load_snapshot(checkpoint.body), checkpoint.chain, checkpoint.seq)
    first = work.log.after(project_topic(project_id), 0, 1)
    if first and first[0].seq > 1:
        raise PointForgotten(first[0].seq if checkpoint is None else checkpoint.seq)
    return Kept()
