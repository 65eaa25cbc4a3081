"""What is told of changes to arrangements, and of what comes of them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.payloads import IdText, Payload
from phantom_app.http.problems import Problem
from phantom_app.http.studio.arrangement_payloads import ConflictPayload, conflict_of
from phantom_app.http.studio.change_payloads import change_fields
from phantom_app.http.studio.version_payloads import NamedVersionPayload, named_version_of
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event
from phantom_core.studio import (
    ChangeStored,
    Kind,
    NamedVersion,
    Op,
    ProjectConflict,
    arrangement_events,
    told_by,
)

__all__ = [
    "EVENTS",
    "RESOURCES",
    "ChangeData",
    "CompactedData",
    "ConflictData",
    "RefusedData",
    "RevertedData",
    "VersionNamedData",
]


class ChangeData(EventPayload):
    """A change as it stands for everybody; `version` is that of the entity after it."""

    change_id: str
    replica_id: str
    counter: int
    hlc: tuple[int, int, str]
    author_id: str
    entity: Kind
    entity_id: IdText
    base_version: int | None = None
    op: Op
    fields: dict[str, Any] | None = None
    note_ops: list[dict[str, Any]] | None = None
    seen: dict[str, int]
    version: int

    @classmethod
    def facts(cls, event: ChangeStored) -> Mapping[str, Any]:
        """What stands in the log, in words of the wire."""
        return change_fields(told_by(event))


class RefusedData(EventPayload):
    """A change was not applied; nothing but its number is taken."""

    change_id: str
    replica_id: str
    counter: int
    hlc: tuple[int, int, str]
    author_id: str
    seen: dict[str, int]
    problem: Problem

    @classmethod
    def facts(cls, event: ChangeStored) -> Mapping[str, Any]:
        """What stands in the log, in words of the wire."""
        return change_fields(told_by(event))


class ConflictData(EventPayload):
    """A conflict, as it is now."""

    conflict: ConflictPayload


class VersionNamedData(EventPayload):
    """A point in the project's past that has a name."""

    version: NamedVersionPayload


class RevertedData(EventPayload):
    """A project, or one thing in it, is all as it was after an event; in so many changes."""

    entity_id: IdText | None
    to_seq: int
    changes: int
    reverted_by: IdText


class CompactedData(EventPayload):
    """Up to which change of each replica one must know to catch up by changes."""

    horizon: dict[str, int]


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    **dict.fromkeys(arrangement_events.CHANGES, ChangeData),
    arrangement_events.ChangeRefused: RefusedData,
    arrangement_events.ConflictDetected: ConflictData,
    arrangement_events.ConflictResolved: ConflictData,
    arrangement_events.VersionNamed: VersionNamedData,
    arrangement_events.ProjectReverted: RevertedData,
    arrangement_events.DocumentCompacted: CompactedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    ProjectConflict: conflict_of,
    NamedVersion: named_version_of,
}
"""How what events hold is told."""
