"""Where arrangements stand, and how they came there, in memory."""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Page, PageRequest
from phantom_core.kernel.paging import after_moment
from phantom_core.studio.arrangement.keeping import (
    ArrangedEntity,
    Checkpoint,
    DocumentHead,
    KeptChange,
    Mark,
    NamedVersion,
    NamedVersionId,
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

__all__ = [
    "MemoryArrangedEntities",
    "MemoryDocuments",
    "MemoryKeptChanges",
    "MemoryNamedVersions",
]


class MemoryDocuments(Documents):
    """Heads by project, and checkpoints by project and event."""

    def __init__(self, journal: Journal) -> None:
        self._heads: MemoryRows[ProjectId, DocumentHead] = MemoryRows(
            journal, "document", attrgetter("project_id"), name="project_documents"
        )
        self._kept: MemoryRows[tuple[ProjectId, int], Checkpoint] = MemoryRows(
            journal,
            "checkpoint",
            attrgetter("project_id", "seq"),
            name="project_checkpoints",
        )

    def head(self, project_id: ProjectId) -> DocumentHead | None:
        """Where a project's document stands."""
        return self._heads.find(project_id)

    def put(self, head: DocumentHead) -> None:
        """Store where it stands."""
        store = self._heads.add if self.head(head.project_id) is None else self._heads.put
        store(head)

    def keep(self, checkpoint: Checkpoint) -> None:
        """Store a document as it stands."""
        self._kept.remove((checkpoint.project_id, checkpoint.seq))
        self._kept.add(checkpoint)

    def newest(self, project_id: ProjectId) -> Checkpoint | None:
        """The newest of a project's checkpoints."""
        return next(iter(self._of(project_id)), None)

    def marks(self, project_id: ProjectId, limit: int) -> Sequence[Mark]:
        """Their marks, the newest first."""
        return [Mark(seq=kept.seq, vector=kept.vector) for kept in self._of(project_id)[:limit]]

    def _of(self, project_id: ProjectId) -> list[Checkpoint]:
        found = [kept for kept in self._kept if kept.project_id == project_id]
        return sorted(found, key=attrgetter("seq"), reverse=True)


class MemoryArrangedEntities(ArrangedEntities):
    """Entities by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[EntityId, ArrangedEntity] = MemoryRows(
            journal, "entity", attrgetter("id"), name="arranged_entities"
        )

    def find(self, entity_id: EntityId) -> ArrangedEntity | None:
        """One of them."""
        return self._rows.find(entity_id)

    def of(self, entity_ids: Collection[EntityId]) -> Mapping[EntityId, ArrangedEntity]:
        """Those named that there are."""
        found = ((each, self._rows.find(each)) for each in entity_ids)
        return {each: entity for each, entity in found if entity is not None}

    def put(self, entity: ArrangedEntity) -> None:
        """Store one."""
        store = self._rows.add if self.find(entity.id) is None else self._rows.put
        store(entity)


class MemoryKeptChanges(KeptChanges):
    """Decisions by project, replica and counter."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[tuple[ProjectId, ReplicaId, int], KeptChange] = MemoryRows(
            journal,
            "change",
            attrgetter("project_id", "replica", "counter"),
            unique={"version": _version_of},
            name="kept_changes",
        )

    def add(self, change: KeptChange) -> None:
        """Store a decision."""
        self._rows.add(change)

    def find(self, project_id: ProjectId, replica: ReplicaId, counter: int) -> KeptChange | None:
        """What was decided of a change."""
        return self._rows.find((project_id, replica, counter))

    def after(self, entity_id: EntityId, version: int) -> KeptChange | None:
        """The first change of an entity after a version."""
        later = [row for row in self._rows if row.entity_id == entity_id]
        return min(
            (row for row in later if (row.version or 0) > version),
            key=lambda row: row.version or 0,
            default=None,
        )

    def seen_at(self, entity_id: EntityId, version: int) -> Mapping[ReplicaId, int]:
        """The last change of each replica up to a version."""
        seen: dict[ReplicaId, int] = {}
        for row in self._rows:
            if row.entity_id == entity_id and row.version is not None and row.version <= version:
                seen[row.replica] = max(seen.get(row.replica, 0), row.counter)
        return seen


def _version_of(change: KeptChange) -> tuple[EntityId, int | None] | None:
    return None if change.entity_id is None else (change.entity_id, change.version)


class MemoryNamedVersions(NamedVersions):
    """Named versions by project and name."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[NamedVersionId, NamedVersion] = MemoryRows(
            journal,
            "version",
            attrgetter("id"),
            unique={"name": attrgetter("project_id", "name")},
            taken={"name": NameTaken},
            name="named_versions",
        )

    def add(self, version: NamedVersion) -> None:
        """Store a new one."""
        self._rows.add(version)

    def find(self, project_id: ProjectId, name: str) -> NamedVersion | None:
        """The one of a name."""
        return self._rows.by("name", (project_id, name))

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[NamedVersion]:
        """Those of a project, the latest first."""
        begin = after_moment(page, NAMED_VERSIONS)
        rows = [
            row
            for row in self._rows
            if row.project_id == project_id and (begin is None or (row.created_at, row.id) < begin)
        ]
        rows.sort(key=attrgetter("created_at", "id"), reverse=True)
        return Page.of(rows[: page.limit + 1], page.limit, named_version_cursor)
