"""What happens to arrangements: the changes themselves, and what comes of them.

A project's changes *are* its log: the event of a change holds it word for word.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Event, StoredEvent, Topic, UserId, topic
from phantom_core.studio.arrangement.conflict import ProjectConflict
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.keeping import NamedVersion, StandingChange
from phantom_core.studio.arrangement.refusal import Refusal
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.project import ProjectId, project_topic

__all__ = [
    "CHANGES",
    "EVENTS",
    "ChangeRefused",
    "ChangeStored",
    "ConflictDetected",
    "ConflictResolved",
    "DocumentCompacted",
    "ProjectReverted",
    "ProjectUpdate",
    "SegmentCreate",
    "SegmentDelete",
    "SegmentUpdate",
    "StemCreate",
    "StemDelete",
    "StemUpdate",
    "VersionNamed",
    "event_of",
    "line_in",
    "standing_in",
    "told_by",
]


@attrs.frozen(kw_only=True)
class _InProject(Event):
    project_id: ProjectId

    @property
    def topic(self) -> Topic:
        """The project's topic."""
        return project_topic(self.project_id)


@attrs.frozen(kw_only=True)
class ChangeStored(_InProject):
    """A change stands in the log.

    Attributes:
        change_id: what its client calls it.
        text: the change; `arrangement.writing` reads it.
    """

    change_id: str
    text: str


@attrs.frozen(kw_only=True)
class _EntityChanged(ChangeStored):
    """A change of one project, stem or segment.

    Attributes:
        base_version: to which version of the entity its client says it was made.
        version: that of the entity after it.
    """

    entity: Kind
    entity_id: EntityId
    op: Op
    base_version: int | None
    version: int


@attrs.frozen(kw_only=True)
class ProjectUpdate(_EntityChanged):
    """The project itself has other fields."""

    name: ClassVar[str] = "project.update"


@attrs.frozen(kw_only=True)
class StemCreate(_EntityChanged):
    """There is a new stem."""

    name: ClassVar[str] = "stem.create"


@attrs.frozen(kw_only=True)
class StemUpdate(_EntityChanged):
    """A stem has other fields, or is there again."""

    name: ClassVar[str] = "stem.update"


@attrs.frozen(kw_only=True)
class StemDelete(_EntityChanged):
    """A stem is gone, with its segments."""

    name: ClassVar[str] = "stem.delete"


@attrs.frozen(kw_only=True)
class SegmentCreate(_EntityChanged):
    """There is a new segment."""

    name: ClassVar[str] = "segment.create"


@attrs.frozen(kw_only=True)
class SegmentUpdate(_EntityChanged):
    """A segment has other fields or notes, or is there again."""

    name: ClassVar[str] = "segment.update"


@attrs.frozen(kw_only=True)
class SegmentDelete(_EntityChanged):
    """A segment is gone."""

    name: ClassVar[str] = "segment.delete"


@attrs.frozen(kw_only=True)
class ChangeRefused(ChangeStored):
    """A change was not applied; its number is taken, so that its replica can go on."""

    name: ClassVar[str] = "change.refused"
    refusal: Refusal


@attrs.frozen(kw_only=True)
class _AboutConflict(Event):
    """Something about a conflict.

    Attributes:
        told_to: somebody who has a part in it, in whose own topic it is told; `None` in the
            project's.
    """

    conflict: ProjectConflict
    told_to: UserId | None = None

    @property
    def topic(self) -> Topic:
        """The project's topic, or a person's own."""
        if self.told_to is None:
            return project_topic(self.conflict.project_id)
        return topic("user", self.told_to)


@attrs.frozen(kw_only=True)
class ConflictDetected(_AboutConflict):
    """Changes clash, or others do now than before."""

    name: ClassVar[str] = "conflict.detected"


@attrs.frozen(kw_only=True)
class ConflictResolved(_AboutConflict):
    """A conflict is settled: somebody who knew of it has written since."""

    name: ClassVar[str] = "conflict.resolved"


@attrs.frozen(kw_only=True)
class VersionNamed(_InProject):
    """A point in the project's past has a name."""

    name: ClassVar[str] = "version.named"
    version: NamedVersion


@attrs.frozen(kw_only=True)
class ProjectReverted(_InProject):
    """A project, or one stem or segment of it, is all as it was at an earlier point.

    Attributes:
        entity_id: the stem or segment; `None` for all of the project.
        to_seq: the last event of that point.
        changes: how many changes that took.
    """

    name: ClassVar[str] = "project.reverted"
    entity_id: EntityId | None
    to_seq: int
    changes: int
    reverted_by: UserId


@attrs.frozen(kw_only=True)
class DocumentCompacted(_InProject):
    """Of what was removed by then nothing is kept: who knows less takes the whole document.

    Attributes:
        text: how it is done; `arrangement.writing` does it.
        horizon: up to which change of each replica one must know.
    """

    name: ClassVar[str] = "project.compacted"
    text: str
    horizon: Mapping[str, int]


_BY_OP: Final[Mapping[tuple[Kind, Op], type[_EntityChanged]]] = {
    (Kind.STEM, Op.CREATE): StemCreate,
    (Kind.STEM, Op.DELETE): StemDelete,
    (Kind.SEGMENT, Op.CREATE): SegmentCreate,
    (Kind.SEGMENT, Op.DELETE): SegmentDelete,
}
_OTHERWISE: Final[Mapping[Kind, type[_EntityChanged]]] = {
    Kind.PROJECT: ProjectUpdate,
    Kind.STEM: StemUpdate,
    Kind.SEGMENT: SegmentUpdate,
}


def event_of(kind: Kind, op: Op) -> type[_EntityChanged]:
    """The event that tells a change of a kind of entity."""
    return _BY_OP.get((kind, op), _OTHERWISE[kind])


def told_by(
    event: ChangeStored, seq: int | None = None, at: datetime | None = None
) -> StandingChange:
    """The change that an event tells, which is stored as `seq` at a time."""
    if isinstance(event, _EntityChanged):
        return StandingChange(
            seq=seq,
            at=at,
            change_id=event.change_id,
            text=event.text,
            entity=event.entity,
            entity_id=event.entity_id,
            op=event.op,
            base_version=event.base_version,
            version=event.version,
        )
    refusal = event.refusal if isinstance(event, ChangeRefused) else None
    return StandingChange(
        seq=seq, at=at, change_id=event.change_id, text=event.text, refusal=refusal
    )


def line_in(stored: StoredEvent) -> str | None:
    """What an event of the log writes into the document, if anything."""
    event = stored.event
    return event.text if isinstance(event, ChangeStored | DocumentCompacted) else None


def standing_in(stored: StoredEvent) -> StandingChange | None:
    """The change that an event of the log tells; `None` if it tells something else."""
    event = stored.event
    return told_by(event, stored.seq, stored.at) if isinstance(event, ChangeStored) else None


CHANGES: Final = (
    ProjectUpdate,
    StemCreate,
    StemUpdate,
    StemDelete,
    SegmentCreate,
    SegmentUpdate,
    SegmentDelete,
)
"""What tells changes of entities."""

EVENTS: Final[tuple[type[Event], ...]] = (
    *CHANGES,
    ChangeRefused,
    ConflictDetected,
    ConflictResolved,
    VersionNamed,
    ProjectReverted,
    DocumentCompacted,
)
"""All of them, for the registry."""
