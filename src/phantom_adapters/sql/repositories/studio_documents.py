"""Where arrangements stand, and how they came there, over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select, tuple_, update

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.studio_documents import (
    arranged_entities,
    kept_changes,
    named_versions,
    project_checkpoints,
    project_documents,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.kernel import Page, PageRequest
from phantom_core.kernel.paging import after_moment
from phantom_core.studio.arrangement.keeping import (
    ArrangedEntity,
    Checkpoint,
    DocumentHead,
    KeptChange,
    Mark,
    NamedVersion,
)
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.document_ports import (
    ArrangedEntities,
    Documents,
    KeptChanges,
    NamedVersions,
)
from phantom_core.studio.errors import NameTaken
from phantom_core.studio.listing import NAMED_VERSIONS, named_version_cursor
from phantom_core.studio.project import ProjectId
from phantom_core.sync import ReplicaId

__all__ = ["SqlArrangedEntities", "SqlDocuments", "SqlKeptChanges", "SqlNamedVersions"]

_HEADS: Final = Rows(project_documents, DocumentHead, noun="document")
_CHECKPOINTS: Final = Rows(project_checkpoints, Checkpoint, noun="checkpoint")
_ENTITIES: Final = Rows(arranged_entities, ArrangedEntity, noun="entity")
_CHANGES: Final = Rows(kept_changes, KeptChange, noun="change")
_VERSIONS: Final = Rows(
    named_versions,
    NamedVersion,
    noun="version",
    taken={"uq_named_versions_project_id_name": lambda _: NameTaken()},
)

_THEIRS: Final = project_checkpoints.c.project_id == bindparam("project_id")
_LATEST: Final = project_checkpoints.c.seq.desc()
_NEWEST: Final = Statement(_CHECKPOINTS.select.where(_THEIRS).order_by(_LATEST).limit(1))
_MARKS: Final = Statement(
    select(project_checkpoints.c.seq, project_checkpoints.c.vector)
    .where(_THEIRS)
    .order_by(_LATEST)
    .limit(bindparam("limit"))
)
_EMPTY: Final = Statement(
    update(project_checkpoints)
    .where(_THEIRS, project_checkpoints.c.seq < bindparam("before"))
    .values(body=bindparam("body"))
)
_OF: Final = Statement(
    _ENTITIES.select.where(arranged_entities.c.id.in_(bindparam("ids", expanding=True)))
)
_AFTER: Final = Statement(
    _CHANGES.select.where(
        kept_changes.c.entity_id == bindparam("entity_id"),
        kept_changes.c.version > bindparam("version"),
    )
    .order_by(kept_changes.c.version)
    .limit(1)
)
_SEEN_AT: Final = Statement(
    select(kept_changes.c.replica, func.max(kept_changes.c.counter))
    .where(
        kept_changes.c.entity_id == bindparam("entity_id"),
        kept_changes.c.version <= bindparam("version"),
    )
    .group_by(kept_changes.c.replica)
)
_NAMED: Final = Statement(
    _VERSIONS.select.where(
        named_versions.c.project_id == bindparam("project_id"),
        named_versions.c.name == bindparam("name"),
    )
)
_PLACE: Final = (named_versions.c.created_at, named_versions.c.id)
_ALL: Final = (
    _VERSIONS.select.where(named_versions.c.project_id == bindparam("project_id"))
    .order_by(*[column.desc() for column in _PLACE])
    .limit(bindparam("limit"))
)
_FIRST: Final = Statement(_ALL)
_FURTHER: Final = Statement(
    _ALL.where(
        tuple_(*_PLACE) < tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    )
)


class SqlDocuments(Documents):
    """Heads and checkpoints in tables."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def head(self, project_id: ProjectId) -> DocumentHead | None:
        """Where a project's document stands."""
        return _HEADS.find(self._tx, project_id)

    def put(self, head: DocumentHead) -> None:
        """Store where it stands."""
        _HEADS.set(self._tx, head)

    def keep(self, checkpoint: Checkpoint) -> None:
        """Store a document as it stands."""
        _CHECKPOINTS.set(self._tx, checkpoint)
        self._tx.run(_EMPTY, project_id=checkpoint.project_id, before=checkpoint.seq, body=b"")

    def newest(self, project_id: ProjectId) -> Checkpoint | None:
        """The newest of a project's checkpoints."""
        return _CHECKPOINTS.one(self._tx, _NEWEST, project_id=project_id)

    def marks(self, project_id: ProjectId, limit: int) -> Sequence[Mark]:
        """Their marks, the newest first."""
        rows = self._tx.rows(_MARKS, project_id=project_id, limit=limit)
        return [Mark(seq=seq, vector=vector) for seq, vector in rows]


class SqlArrangedEntities(ArrangedEntities):
    """Entities in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, entity_id: EntityId) -> ArrangedEntity | None:
        """One of them."""
        return _ENTITIES.find(self._tx, entity_id)

    def of(self, entity_ids: Collection[EntityId]) -> Mapping[EntityId, ArrangedEntity]:
        """Those named that there are."""
        return {
            entity.id: entity
            for batch in batches(entity_ids)
            for entity in _ENTITIES.all(self._tx, _OF, ids=batch)
        }

    def put(self, entity: ArrangedEntity) -> None:
        """Store one."""
        _ENTITIES.set(self._tx, entity)


class SqlKeptChanges(KeptChanges):
    """Decisions in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, change: KeptChange) -> None:
        """Store a decision."""
        _CHANGES.add(self._tx, change)

    def find(self, project_id: ProjectId, replica: ReplicaId, counter: int) -> KeptChange | None:
        """What was decided of a change."""
        return _CHANGES.find(self._tx, project_id, replica, counter)

    def after(self, entity_id: EntityId, version: int) -> KeptChange | None:
        """The first change of an entity after a version."""
        return _CHANGES.one(self._tx, _AFTER, entity_id=entity_id, version=version)

    def seen_at(self, entity_id: EntityId, version: int) -> Mapping[ReplicaId, int]:
        """The last change of each replica up to a version."""
        rows = self._tx.rows(_SEEN_AT, entity_id=entity_id, version=version)
        return {ReplicaId(replica): counter for replica, counter in rows}


class SqlNamedVersions(NamedVersions):
    """Named versions in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, version: NamedVersion) -> None:
        """Store a new one."""
        _VERSIONS.add(self._tx, version)

    def find(self, project_id: ProjectId, name: str) -> NamedVersion | None:
        """The one of a name."""
        return _VERSIONS.one(self._tx, _NAMED, project_id=project_id, name=name)

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[NamedVersion]:
        """Those of a project, the latest first."""
        begin = after_moment(page, NAMED_VERSIONS)
        limits: dict[str, Any] = {"project_id": project_id, "limit": page.limit + 1}
        if begin is None:
            rows = _VERSIONS.all(self._tx, _FIRST, **limits)
        else:
            rows = _VERSIONS.all(self._tx, _FURTHER, **limits, at=begin[0], id=begin[1])
        return Page.of(rows, page.limit, named_version_cursor)
