"""Conflicts as people see them: what clashed, whose word stands, whose does not."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any, NewType

import attrs

from phantom_core.kernel import Id, UserId
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import EntityId, kind_of
from phantom_core.studio.project import ProjectId
from phantom_core.sync import Conflict, ConflictKey, Document, RecordId, ReplicaId, Side

__all__ = ["ClashKind", "ConflictId", "ConflictSide", "ProjectConflict", "clashing", "wanted_of"]

ConflictId = NewType("ConflictId", Id)
"""The id of a conflict."""


class ClashKind(Enum):
    """What clashed: two values of a field, a deletion with an edit, or either in a note."""

    WRITES = "write/write"
    LIFE = "delete/edit"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class ConflictSide:
    """One of those who clash.

    Attributes:
        change_id: what the change is called that said it.
        written: what it says, as JSON text.
        deletes: whether it takes the record away.
    """

    user_id: UserId
    replica: ReplicaId
    counter: int
    change_id: str
    written: str
    deletes: bool = False

    @property
    def value(self) -> Any:
        """What it says."""
        return json.loads(self.written)


@attrs.frozen(kw_only=True)
class ProjectConflict:
    """Something to be settled in a project, or that was.

    Attributes:
        record: the stem, segment, note or project that it is about.
        entity_id: the same; of a note, its segment.
        field: which field; `None` where the record's being there is in question.
    """

    id: ConflictId
    project_id: ProjectId
    kind: ClashKind
    entity: Kind
    entity_id: EntityId
    record: RecordId
    field: str | None
    winner: ConflictSide
    losers: tuple[ConflictSide, ...]
    opened_at: datetime
    resolved_at: datetime | None = None
    resolved_by: UserId | None = None

    @property
    def key(self) -> ConflictKey:
        """What the document calls it."""
        return self.record, self.field

    @property
    def sides(self) -> tuple[ConflictSide, ...]:
        """All who clash, the winner first."""
        return self.winner, *self.losers

    def changed(self, **changes: Any) -> "ProjectConflict":
        """With something else."""
        return attrs.evolve(self, **changes)


def clashing(document: Document, conflict: Conflict) -> tuple[ClashKind, Kind, EntityId]:
    """What a conflict is about: of a note, its segment."""
    kind, entity = kind_of(document, conflict.record), conflict.record
    if kind is Kind.NOTE:
        segment = document.owner(conflict.record) or entity
        return ClashKind.NOTE, Kind.SEGMENT, EntityId(Id(segment))
    clash = ClashKind.LIFE if conflict.field is None else ClashKind.WRITES
    return clash, kind or Kind.PROJECT, EntityId(Id(entity))


def wanted_of(conflict: Conflict) -> Iterator[tuple[Side, bool]]:
    """All sides of a conflict, the winner first, and whether each takes the record away."""
    yield conflict.winner, False
    for side in conflict.losers:
        yield side, conflict.field is None
