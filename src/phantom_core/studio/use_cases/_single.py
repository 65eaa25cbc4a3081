"""Changing one thing by a single call: a change of the replica that stands for such calls."""

from collections.abc import Iterable, Mapping

import attrs

from phantom_core.kernel import Id, Invalid, NotFound, PhantomError, expect_version
from phantom_core.studio.arrangement.draft import Draft
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.keeping import ArrangedEntity
from phantom_core.studio.arrangement.said import Said
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import (
    EntityView,
    fields_of,
    notes_of,
    owner_of,
)
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.use_cases._arranging import Arranging
from phantom_core.studio.use_cases._finding import Entry, seen
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.sync import Document, RecordId, Value


@attrs.frozen(kw_only=True)
class Wanted:
    """What a single call does to one thing.

    Attributes:
        version: the version of it that it was made to, which it is merged with.
        expected: the version that must stand.
    """

    kind: Kind
    id: EntityId
    op: Op
    fields: Said | Mapping[str, Value] = attrs.field(factory=dict)
    content: Said | None = None
    version: int | None = None
    expected: int | None = None


def located(work: ArrangementWork, kind: Kind, entity_id: EntityId) -> ArrangedEntity:
    """A stem or segment in a project into which the actor may look. Raises: NotFound."""
    found = work.arranged_entities.find(entity_id)
    if found is None or found.kind is not kind:
        raise NotFound(kind.value, entity_id)
    return found


def entered(work: ArrangementWork, kind: Kind, entity_id: EntityId) -> Entry:
    """The project of a stem or segment, held by a command. Raises: NotFound, ProjectOver."""
    found = located(work, kind, entity_id)
    try:
        return seen(work, found.project_id)
    except NotFound as error:
        raise NotFound(kind.value, entity_id) from error


def change_singly(work: ArrangementWork, entry: Entry, *wanted: Wanted) -> Arranging:
    """Have it done, or nothing. Raises: what it is refused with; Outdated."""
    arranging = Arranging(work, entry)
    replica = rest_replica(work.actor.person)
    for each in wanted:
        _expect(arranging, each)
        draft = Draft(
            change_id=f"{replica}:{arranging.next_of(replica)}",
            replica=replica,
            counter=arranging.next_of(replica),
            time=arranging.tick(),
            kind=each.kind,
            entity_id=each.id,
            op=each.op,
            fields=each.fields,
            content=each.content,
            base_version=each.version,
        )
        if arranging.is_made(draft):
            continue
        arranging.take([draft], live=True, own=replica)
        if arranging.errors:
            raise _in_own_words(arranging.errors[0])
    arranging.finish()
    return arranging


def _expect(arranging: Arranging, wanted: Wanted) -> None:
    if wanted.expected is None:
        return
    found = arranging.books.entity(wanted.id)
    current = 0 if found is None else found.version
    expect_version(wanted.kind.value, current=current, expected=wanted.expected)


def _in_own_words(error: PhantomError) -> PhantomError:
    """A single call names the fields themselves, where a change has them within."""
    if isinstance(error, Invalid):
        return Invalid(
            *(
                attrs.evolve(fault, path=fault.path.removeprefix("fields."))
                for fault in error.faults
            )
        )
    return error


def shown_entity(document: Document, entity: ArrangedEntity) -> EntityView:
    """A stem or segment as it stands. Raises: NotFound, if it was deleted."""
    record = RecordId(entity.id)
    if record not in document:
        raise NotFound(entity.kind.value, entity.id)
    return EntityView(
        id=entity.id,
        kind=entity.kind,
        owner_id=owner_of(document, entity),
        fields=fields_of(document, entity.kind, record),
        notes=notes_of(document, record) if entity.kind is Kind.SEGMENT else (),
        version=entity.version,
        created_at=entity.created_at,
        updated_at=entity.updated_at,
        last_modified_by=entity.last_modified_by,
    )


def shown_entities(
    work: ArrangementWork, document: Document, records: Iterable[RecordId]
) -> list[EntityView]:
    """Stems or segments that stand, in the order given."""
    ids = [EntityId(Id(record)) for record in records]
    found = work.arranged_entities.of(ids)
    return [shown_entity(document, found[each]) for each in ids]
