"""The books of a project: which version each entity has, and what was decided of each change."""

from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.kernel.ids import Id
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.keeping import ArrangedEntity, KeptChange
from phantom_core.studio.arrangement.refusal import Refusal
from phantom_core.studio.arrangement.target import SERVER, EntityId, Target
from phantom_core.studio.arrangement.writing import text_of
from phantom_core.studio.arrangement_events import ChangeRefused, event_of
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import Project
from phantom_core.sync import Change, Put, RecordId

_NOBODY: Final = UserId(Id(SERVER))


@attrs.define
class Books:
    """Keeps account of the changes of one transaction to one project that is held.

    Attributes:
        project: its row, as it will be.
        seq: an event of the project that all that is entered stands after.
        texts: the changes that were entered, in their order.
        changed: the entities that they were about.
        written: the fields of entities that they wrote, as `stem.group`; `stem.` for a deletion.
    """

    work: ArrangementWork
    project: Project
    seq: int
    texts: list[str] = attrs.field(factory=list)
    changed: dict[EntityId, Kind] = attrs.field(factory=dict)
    written: set[str] = attrs.field(factory=set)
    _entities: dict[EntityId, ArrangedEntity] = attrs.field(factory=dict)

    def entity(self, entity_id: EntityId) -> ArrangedEntity | None:
        """Where an entity of the project stands, after what was entered."""
        found = self._entities.get(entity_id) or self.work.arranged_entities.find(entity_id)
        if found is None or found.project_id != self.project.id:
            return None
        self._entities[entity_id] = found
        return found

    def enter(self, change: Change, target: Target, change_id: str, base: int | None) -> int:
        """Enter a change that stands; answer the version of its entity."""
        entity = self._advanced(change, target)
        self._keep(change, change_id, entity=entity)
        self._note(change, target)
        event = event_of(target.kind, target.op)
        self.work.record(
            event(
                project_id=self.project.id,
                change_id=change_id,
                text=self._written(change),
                entity=target.kind,
                entity_id=target.id,
                op=target.op,
                base_version=base,
                version=entity.version,
            )
        )
        return entity.version

    def enter_refusal(self, void: Change, change_id: str, refusal: Refusal) -> None:
        """Enter that a change was refused, and what stands in its place."""
        self._keep(void, change_id, refusal=refusal)
        self.work.record(
            ChangeRefused(
                project_id=self.project.id,
                change_id=change_id,
                text=self._written(void),
                refusal=refusal,
            )
        )

    def _note(self, change: Change, target: Target) -> None:
        self.changed[target.id] = target.kind
        for edit in change.edits:
            if edit.record == RecordId(target.id):
                names = edit.fields if isinstance(edit, Put) else ("",)
                self.written.update(f"{target.kind.value}.{name}" for name in names)

    def _written(self, change: Change) -> str:
        self.texts.append(text_of(change))
        return self.texts[-1]

    def _advanced(self, change: Change, target: Target) -> ArrangedEntity:
        """The entity after a change; the project counts its versions with its row."""
        known, now = self.entity(target.id), self.work.now
        if target.kind is Kind.PROJECT and known is not None:
            self.project = self.project.changed(now)
        version = self.project.version if target.kind is Kind.PROJECT else 0
        by = UserId(Id(change.author))
        entity = ArrangedEntity(
            id=target.id,
            project_id=self.project.id,
            kind=target.kind,
            version=version or (1 if known is None else known.version + 1),
            vector={**(known.vector if known else {}), change.replica: change.counter},
            created_at=now if known is None else known.created_at,
            updated_at=now,
            last_modified_by=known.last_modified_by if known and by == _NOBODY else by,
        )
        self._entities[target.id] = entity
        self.work.arranged_entities.put(entity)
        return entity

    def _keep(
        self,
        change: Change,
        change_id: str,
        *,
        entity: ArrangedEntity | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        self.work.kept_changes.add(
            KeptChange(
                project_id=self.project.id,
                replica=change.replica,
                counter=change.counter,
                change_id=change_id,
                entity_id=None if entity is None else entity.id,
                version=None if entity is None else entity.version,
                after_seq=self.seq,
                refusal=refusal,
            )
        )
