"""What arrangements need of storage. All of it changes only while the project is held."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from phantom_core.blobs.ledger_ports import BlobLedger
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.studio.arrangement.conflict import ConflictId, ProjectConflict
from phantom_core.studio.arrangement.hot import HotDocuments
from phantom_core.studio.arrangement.keeping import (
    ArrangedEntity,
    Checkpoint,
    DocumentHead,
    KeptChange,
    Mark,
    NamedVersion,
    Recording,
)
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import ProjectId
from phantom_core.sync import ConflictKey, ReplicaId

__all__ = [
    "ArrangedEntities",
    "ArrangementWork",
    "Documents",
    "KeptChanges",
    "NamedVersions",
    "ProjectConflicts",
    "Recordings",
]


class Documents(Protocol):
    """Where documents stand, and documents as they stood."""

    def head(self, project_id: ProjectId) -> DocumentHead | None:
        """Where a project's document stands; `None` if it has none yet."""

    def put(self, head: DocumentHead) -> None:
        """Store where it stands, in place of where it stood."""

    def keep(self, checkpoint: Checkpoint) -> None:
        """Store a document as it stands; of older ones only their marks are left."""

    def newest(self, project_id: ProjectId) -> Checkpoint | None:
        """The newest of a project's checkpoints."""

    def marks(self, project_id: ProjectId, limit: int) -> Sequence[Mark]:
        """The marks of a project's checkpoints, the newest first."""


class ArrangedEntities(Protocol):
    """Projects, stems and segments by their ids."""

    def find(self, entity_id: EntityId) -> ArrangedEntity | None:
        """One of them, be it there or deleted; `None` if there never was one."""

    def of(self, entity_ids: Collection[EntityId]) -> Mapping[EntityId, ArrangedEntity]:
        """Those named that there are, or were."""

    def put(self, entity: ArrangedEntity) -> None:
        """Store one, in place of what it was."""


class KeptChanges(Protocol):
    """What was decided of each change."""

    def add(self, change: KeptChange) -> None:
        """Store a decision. Raises: Conflict, if there is one of this change."""

    def find(self, project_id: ProjectId, replica: ReplicaId, counter: int) -> KeptChange | None:
        """What was decided of a change, if anything."""

    def after(self, entity_id: EntityId, version: int) -> KeptChange | None:
        """The first change of an entity after a version."""

    def seen_at(self, entity_id: EntityId, version: int) -> Mapping[ReplicaId, int]:
        """The last change of each replica among those that made an entity's first versions."""


class ProjectConflicts(Protocol):
    """What is to be settled in projects, and what was."""

    def add(self, conflict: ProjectConflict) -> None:
        """Store a new one. Raises: Conflict, if its id is in use."""

    def find(self, conflict_id: ConflictId) -> ProjectConflict | None:
        """One of them."""

    def open_at(self, project_id: ProjectId, key: ConflictKey) -> ProjectConflict | None:
        """The one about a field, or a record's being there, that is not settled."""

    def put(self, conflict: ProjectConflict) -> None:
        """Store how it stands now. Raises: NotFound."""

    def page(
        self, project_id: ProjectId, page: PageRequest, *, resolved: bool
    ) -> Page[ProjectConflict]:
        """Those of a project that are settled, or that are not, the newest first.

        Raises: Invalid, for a cursor of another list.
        """


class NamedVersions(Protocol):
    """Points in the past of projects that have names."""

    def add(self, version: NamedVersion) -> None:
        """Store a new one. Raises: NameTaken, if the project has one of that name."""

    def find(self, project_id: ProjectId, name: str) -> NamedVersion | None:
        """The one of a name."""

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[NamedVersion]:
        """Those of a project, the latest first, then by descending id.

        Raises: Invalid, for a cursor of another list.
        """


class Recordings(Protocol):
    """The recordings that can be placed in projects."""

    def find(self, recording_id: Id, *, seen_by: UserId) -> Recording | None:
        """A recording; `None` if there is none that `seen_by` may hear."""


class ArrangementWork(StudioWork, Protocol):
    """What the commands of arrangements are given.

    Attributes:
        hot_documents: the documents that are kept in memory, on this storage.
    """

    documents: Documents
    arranged_entities: ArrangedEntities
    kept_changes: KeptChanges
    project_conflicts: ProjectConflicts
    named_versions: NamedVersions
    hot_documents: HotDocuments
    blob_ledger: BlobLedger
    recordings: Recordings
