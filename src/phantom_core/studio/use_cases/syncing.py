"""Catching up: what one has missed of a project, in few changes or as a whole."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    Page,
    PageRequest,
    Query,
    between,
    cursor_after,
    position,
    ruled,
)
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.keeping import StandingChange
from phantom_core.studio.arrangement.said import Said, said, said_or_nothing
from phantom_core.studio.arrangement.views import (
    ArrangementView,
    fields_of,
    stems_of,
)
from phantom_core.studio.arrangement.writing import change_of
from phantom_core.studio.arrangement_events import standing_in
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.listing import CHANGES
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.use_cases._document import history, reading
from phantom_core.studio.use_cases._finding import seen
from phantom_core.studio.use_cases._single import shown_entities
from phantom_core.sync import Document, RecordId, ReplicaId, VersionVector, delta, pack

__all__ = [
    "GetArrangement",
    "GetPackedSync",
    "GetSync",
    "ListChanges",
    "Packed",
    "SinceVector",
    "Sync",
    "arrangement",
]

_MOST_MARKS: Final = 1_000
_MOST_CHANGES: Final = 5_000


@attrs.frozen(kw_only=True)
class Sync:
    """What somebody needs to know all of a project.

    Attributes:
        whole: all that stands, for who has no vector, or whose past is no longer told one by one.
        changes: else the changes that they have not, in the order of the log.
        vector: up to which change of each replica they then know all.
        seq: the last event of the project that this tells.
    """

    whole: ArrangementView | None
    changes: Sequence[StandingChange]
    vector: Mapping[ReplicaId, int]
    seq: int


@attrs.frozen(kw_only=True)
class GetSync(Query[Sync]):
    """Catch up with a project.

    Attributes:
        vector: up to which change of each replica one knows all; `None` for who knows nothing.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId
    vector: Said | None = attrs.field(default=None, converter=said_or_nothing)

    def run(self, work: ArrangementWork) -> Sync:
        """Answer the changes, or all that stands."""
        seen(work, self.project_id)
        seq = work.log.head(project_topic(self.project_id)).seq
        with reading(work, self.project_id) as document:
            missed = (
                None
                if self.vector is None
                else _missed(work, self.project_id, document, _vector(self.vector))
            )
            whole = arrangement(work, self.project_id, document) if missed is None else None
            vector = document.vector.counters
        return Sync(whole=whole, changes=missed or (), vector=vector, seq=seq)


@attrs.frozen(kw_only=True)
class Packed:
    """What somebody needs to know all of a project, as `phantom_core.sync` packs it.

    Attributes:
        body: a delta, or a snapshot, which is a delta for who knows nothing.
        seq: the last event of the project that it tells.
    """

    body: bytes = attrs.field(repr=False)
    seq: int


@attrs.frozen(kw_only=True)
class GetPackedSync(Query[Packed]):
    """Catch up with a project in few bytes: a delta, or where that cannot be, a snapshot.

    Attributes:
        vector: as for `GetSync`.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId
    vector: Said | None = attrs.field(default=None, converter=said_or_nothing)

    def run(self, work: ArrangementWork) -> Packed:
        """Answer it."""
        seen(work, self.project_id)
        seq = work.log.head(project_topic(self.project_id)).seq
        since = _vector(self.vector) or VersionVector()
        with reading(work, self.project_id) as document:
            if not since.dominates(document.horizon):
                since = VersionVector()
            return Packed(body=pack(delta(document, since)), seq=seq)


@attrs.frozen(kw_only=True)
class GetArrangement(Query[ArrangementView]):
    """Look at all that stands in a project. Raises: NotFound; ProjectOver."""

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> ArrangementView:
        """Answer it."""
        seen(work, self.project_id)
        with reading(work, self.project_id) as document:
            return arrangement(work, self.project_id, document)


@attrs.frozen(kw_only=True)
class ListChanges(Checked, Query[Page[StandingChange]]):
    """The changes of a project after an event, in order.

    Raises: NotFound; ProjectOver; Invalid.
    """

    access = Access.PERSON
    project_id: ProjectId
    after: int = ruled(between(0, 2**53 - 1), default=0)
    page: PageRequest = PageRequest()

    def run(self, work: ArrangementWork) -> Page[StandingChange]:
        """Answer a page of them."""
        seen(work, self.project_id)
        begin = position(self.page, CHANGES, int)
        after = self.after if begin is None else int(begin[0])
        found = map(standing_in, history(work, self.project_id, after))
        rows = [*islice((each for each in found if each is not None), self.page.limit + 1)]
        return Page.of(rows, self.page.limit, lambda row: cursor_after(CHANGES, row.seq or 0))


@attrs.frozen(kw_only=True)
class SinceVector(Query[int | None]):
    """From which event on a project's topic tells all that one does not know.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId
    vector: Said = attrs.field(converter=said)

    def run(self, work: ArrangementWork) -> int | None:
        """Answer the event before it; `None`, if one had better load all."""
        seen(work, self.project_id)
        with reading(work, self.project_id) as document:
            missed = _missed(work, self.project_id, document, _vector(self.vector))
        if missed is None:
            return None
        head = work.log.head(project_topic(self.project_id)).seq
        return (missed[0].seq or 1) - 1 if missed else head


def arrangement(
    work: ArrangementWork, project_id: ProjectId, document: Document
) -> ArrangementView:
    """All that stands in a project."""
    project = RecordId(project_id)
    stems = stems_of(document, project)
    segments = [
        segment
        for stem in stems
        for segment in sorted(
            document.children(stem),
            key=lambda each: (document.value(each, "startMs"), each),  # type: ignore[arg-type,return-value]
        )
    ]
    open_ones = work.project_conflicts.page(project_id, PageRequest(limit=200), resolved=False)
    return ArrangementView(
        fields=fields_of(document, Kind.PROJECT, project),
        stems=shown_entities(work, document, stems),
        segments=shown_entities(work, document, segments),
        conflicts=open_ones.items,
        vector=document.vector.counters,
    )


def _missed(
    work: ArrangementWork,
    project_id: ProjectId,
    document: Document,
    known: VersionVector | None,
) -> Sequence[StandingChange] | None:
    """The changes that are not known by who knows a vector; `None`, if those are too many."""
    if known is None:
        return None
    if not known.dominates(document.horizon):
        return None
    if known.dominates(document.vector):
        return ()
    begin = next(
        (
            mark.seq
            for mark in work.documents.marks(project_id, _MOST_MARKS)
            if known.dominates(VersionVector(dict(mark.vector)))
        ),
        0,
    )
    found = map(standing_in, history(work, project_id, begin))
    new = (each for each in found if each is not None and _is_new(each, known))
    missed = [*islice(new, _MOST_CHANGES + 1)]
    return None if len(missed) > _MOST_CHANGES else missed


def _vector(vector: Said | None) -> VersionVector | None:
    if vector is None:
        return None
    counters = vector.value.items()
    return VersionVector({ReplicaId(replica): counter for replica, counter in counters})


def _is_new(standing: StandingChange, known: VersionVector) -> bool:
    change = change_of(standing.text)
    return change.counter > known[change.replica]
