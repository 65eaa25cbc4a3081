"""Stems and segments by single calls, and the project's own fields."""

from typing import Any

import attrs

from phantom_core.kernel import (
    Access,
    Command,
    Milliseconds,
    Page,
    PageRequest,
    Query,
    cursor_after,
    position,
)
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.repair import siblings_of
from phantom_core.studio.arrangement.said import Said, said, said_or_nothing
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.listing import SEGMENTS, STEMS
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._document import reading
from phantom_core.studio.use_cases._finding import Entry, seen
from phantom_core.studio.use_cases._single import (
    Wanted,
    change_singly,
    entered,
    located,
    shown_entities,
    shown_entity,
)
from phantom_core.studio.use_cases._telling import shown
from phantom_core.studio.views import ProjectView
from phantom_core.sync import Document, RecordId

__all__ = [
    "AddSegment",
    "AddStem",
    "ChangeProject",
    "ChangeSegment",
    "ChangeStem",
    "DeleteSegment",
    "DeleteStem",
    "GetSegment",
    "GetStem",
    "ListSegments",
    "ListStems",
]


@attrs.frozen(kw_only=True)
class ChangeProject(Command[ProjectView]):
    """Give fields of a project's document other values.

    Attributes:
        fields: by name: `name`, `description`, `tempo`, `timeSignature`, `lengthMs`, `isPublic`.
        version: the version that it was made to: with what came after, it is merged.
        expected: the version that must stand.

    Raises: NotFound; ProjectOver; MayNot; Invalid; Outdated.
    """

    access = Access.PERSON
    project_id: ProjectId
    fields: Said = attrs.field(converter=said)
    version: int | None = None
    expected: int | None = None

    def run(self, work: ArrangementWork) -> ProjectView:
        """Answer the project as it is now."""
        entry = seen(work, self.project_id)
        wanted = Wanted(
            kind=Kind.PROJECT,
            id=EntityId(self.project_id),
            op=Op.SET,
            fields=self.fields,
            version=self.version,
            expected=self.expected,
        )
        arranging = change_singly(work, entry, wanted)
        return shown(work, Entry(project=arranging.project, place=entry.place))


@attrs.frozen(kw_only=True)
class AddStem(Command[EntityView]):
    """Add a stem to a project, as its last, or `after` another.

    Attributes:
        stem_id: the id that it gets, where a client chooses it.
        fields: by name; `name` must be given.

    Raises: NotFound; ProjectOver; MayNot; Invalid; IdInUse.
    """

    access = Access.PERSON
    project_id: ProjectId
    stem_id: EntityId | None = None
    fields: Said = attrs.field(converter=said)

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        entry = seen(work, self.project_id)
        stem_id = self.stem_id or EntityId(work.new_id())
        wanted = Wanted(kind=Kind.STEM, id=stem_id, op=Op.CREATE, fields=self.fields)
        return _done(work, entry, wanted)


@attrs.frozen(kw_only=True)
class ChangeStem(Command[EntityView]):
    """Give fields of a stem other values; `after` moves it after another, or before all.

    Attributes:
        version: the version that it was made to: with what came after, it is merged.
        expected: the version that must stand.

    Raises: NotFound; ProjectOver; MayNot; Invalid; EntityGone; Outdated.
    """

    access = Access.PERSON
    stem_id: EntityId
    fields: Said = attrs.field(converter=said)
    version: int | None = None
    expected: int | None = None

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it as it is now."""
        entry = entered(work, Kind.STEM, self.stem_id)
        return _done(work, entry, _set(Kind.STEM, self.stem_id, self))


@attrs.frozen(kw_only=True)
class DeleteStem(Command[None]):
    """Delete a stem with its segments; what others write to them meanwhile keeps them.

    Raises: as `ChangeStem`.
    """

    access = Access.PERSON
    stem_id: EntityId
    expected: int | None = None

    def run(self, work: ArrangementWork) -> None:
        """Delete it; deleted already, it is not found."""
        _delete(work, Kind.STEM, self.stem_id, self.expected)


@attrs.frozen(kw_only=True)
class GetStem(Query[EntityView]):
    """Look at a stem. Raises: NotFound; ProjectOver."""

    access = Access.PERSON
    stem_id: EntityId

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        return _looked_at(work, Kind.STEM, self.stem_id)


@attrs.frozen(kw_only=True)
class ListStems(Query[Page[EntityView]]):
    """The stems of a project, in their order. Raises: NotFound; ProjectOver; Invalid."""

    access = Access.PERSON
    project_id: ProjectId
    page: PageRequest = PageRequest()

    def run(self, work: ArrangementWork) -> Page[EntityView]:
        """Answer a page of them."""
        seen(work, self.project_id)
        begin = position(self.page, STEMS, str, str)
        with reading(work, self.project_id) as document:
            places = [
                place
                for place in siblings_of(document, RecordId(self.project_id))
                if begin is None or place > (str(begin[0]), str(begin[1]))
            ]
            rows = shown_entities(
                work, document, [stem for _, stem in places[: self.page.limit + 1]]
            )
        return Page.of(
            rows, self.page.limit, lambda row: cursor_after(STEMS, row.fields["order"], row.id)
        )


@attrs.frozen(kw_only=True)
class AddSegment(Command[EntityView]):
    """Add a segment to a stem.

    Attributes:
        segment_id: the id that it gets, where a client chooses it.
        fields: by name; `type`, `startMs` and `endMs` must be given.
        content: what a segment of MIDI holds.

    Raises: NotFound; ProjectOver; MayNot; Invalid; IdInUse.
    """

    access = Access.PERSON
    stem_id: EntityId
    segment_id: EntityId | None = None
    fields: Said = attrs.field(converter=said)
    content: Said | None = attrs.field(default=None, converter=said_or_nothing)

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        entry = entered(work, Kind.STEM, self.stem_id)
        wanted = Wanted(
            kind=Kind.SEGMENT,
            id=self.segment_id or EntityId(work.new_id()),
            op=Op.CREATE,
            fields={**self.fields.value, "stemId": self.stem_id},
            content=self.content,
        )
        return _done(work, entry, wanted)


@attrs.frozen(kw_only=True)
class ChangeSegment(Command[EntityView]):
    """Give fields of a segment other values, or all its content; `stemId` moves it.

    Attributes:
        version: the version that it was made to: with what came after, it is merged.
        expected: the version that must stand.

    Raises: as `ChangeStem`.
    """

    access = Access.PERSON
    segment_id: EntityId
    fields: Said = attrs.field(converter=said)
    content: Said | None = attrs.field(default=None, converter=said_or_nothing)
    version: int | None = None
    expected: int | None = None

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it as it is now."""
        entry = entered(work, Kind.SEGMENT, self.segment_id)
        wanted = attrs.evolve(_set(Kind.SEGMENT, self.segment_id, self), content=self.content)
        return _done(work, entry, wanted)


@attrs.frozen(kw_only=True)
class DeleteSegment(Command[None]):
    """Delete a segment; what others write to it meanwhile keeps it. Raises: as `ChangeStem`."""

    access = Access.PERSON
    segment_id: EntityId
    expected: int | None = None

    def run(self, work: ArrangementWork) -> None:
        """Delete it; deleted already, it is not found."""
        _delete(work, Kind.SEGMENT, self.segment_id, self.expected)


@attrs.frozen(kw_only=True)
class GetSegment(Query[EntityView]):
    """Look at a segment. Raises: NotFound; ProjectOver."""

    access = Access.PERSON
    segment_id: EntityId

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        return _looked_at(work, Kind.SEGMENT, self.segment_id)


@attrs.frozen(kw_only=True)
class ListSegments(Query[Page[EntityView]]):
    """The segments of a stem that sound in a span of time, by start and id.

    Attributes:
        from_ms: only those that end after it.
        to_ms: only those that start before it.

    Raises: NotFound; ProjectOver; Invalid.
    """

    access = Access.PERSON
    stem_id: EntityId
    from_ms: Milliseconds | None = None
    to_ms: Milliseconds | None = None
    page: PageRequest = PageRequest()

    def run(self, work: ArrangementWork) -> Page[EntityView]:
        """Answer a page of them."""
        begin = position(self.page, SEGMENTS, int, str)
        stem = located(work, Kind.STEM, self.stem_id)
        entered(work, Kind.STEM, self.stem_id)
        with reading(work, stem.project_id) as document:
            shown_entity(document, stem)
            places = sorted(
                (start, segment)
                for segment in document.children(RecordId(self.stem_id))
                for start, end in [_span(document, segment)]
                if self._spans(start, end)
            )
            later = [
                place for place in places if begin is None or place > (int(begin[0]), str(begin[1]))
            ]
            rows = shown_entities(
                work, document, [segment for _, segment in later[: self.page.limit + 1]]
            )
        return Page.of(
            rows, self.page.limit, lambda row: cursor_after(SEGMENTS, row.fields["startMs"], row.id)
        )

    def _spans(self, start: int, end: int) -> bool:
        after = self.from_ms is None or end > self.from_ms
        return after and (self.to_ms is None or start < self.to_ms)


def _span(document: Document, segment: RecordId) -> tuple[int, int]:
    return document.value(segment, "startMs"), document.value(segment, "endMs")  # type: ignore[return-value]


def _set(kind: Kind, entity_id: EntityId, command: Any) -> Wanted:
    return Wanted(
        kind=kind,
        id=entity_id,
        op=Op.SET,
        fields=command.fields,
        version=command.version,
        expected=command.expected,
    )


def _done(work: ArrangementWork, entry: Entry, wanted: Wanted) -> EntityView:
    arranging = change_singly(work, entry, wanted)
    return shown_entity(arranging.document, located(work, wanted.kind, wanted.id))


def _delete(work: ArrangementWork, kind: Kind, entity_id: EntityId, expected: int | None) -> None:
    entry = entered(work, kind, entity_id)
    with reading(work, entry.project.id) as document:
        shown_entity(document, located(work, kind, entity_id))
    wanted = Wanted(kind=kind, id=entity_id, op=Op.DELETE, expected=expected)
    change_singly(work, entry, wanted)


def _looked_at(work: ArrangementWork, kind: Kind, entity_id: EntityId) -> EntityView:
    entered(work, kind, entity_id)
    entity = located(work, kind, entity_id)
    with reading(work, entity.project_id) as document:
        return shown_entity(document, entity)
