"""What is told of what happens to projects, and to who is in them."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.identity.payloads import PersonPayload
from phantom_app.http.payloads import InstantText, Payload
from phantom_app.http.studio.payloads import (
    CollaboratorPayload,
    ProjectCardPayload,
    ProjectInvitePayload,
    collaborator_of,
    project_card_of,
    project_invite_of,
)
from phantom_app.socket.event_payloads import EventPayload, NothingMore
from phantom_core.kernel import Event
from phantom_core.studio import (
    CollaboratorView,
    PartReason,
    ProjectCard,
    ProjectInviteView,
    ProjectReason,
    SyncAction,
    events,
)

__all__ = [
    "EVENTS",
    "RESOURCES",
    "SIGNALS",
    "CollaboratorData",
    "CollaboratorRemovedData",
    "CursorSignal",
    "ProjectInviteData",
    "ProjectStateData",
    "SyncedData",
]


class ProjectStateData(EventPayload):
    """The project, as it is now."""

    project: ProjectCardPayload
    reason: ProjectReason

    @classmethod
    def facts(cls, event: events.ProjectState) -> Mapping[str, Any]:
        """The card is the project."""
        return {"project": event.card, "reason": event.reason}


class CollaboratorData(EventPayload):
    """Somebody who is in the project or invited to it, as they are now."""

    collaborator: CollaboratorPayload


class CollaboratorRemovedData(EventPayload):
    """Who is in the project no longer, or is invited no longer, and why."""

    user: PersonPayload
    reason: PartReason

    @classmethod
    def facts(cls, event: events.CollaboratorRemoved) -> Mapping[str, Any]:
        """The person is the user."""
        return {"user": event.person, "reason": event.reason}


class SyncedData(EventPayload):
    """Where the music stood at `changedAt`; if it plays, it has gone on since then."""

    action: SyncAction
    is_playing: bool
    position_ms: int
    changed_at: InstantText
    changed_by: PersonPayload


class ProjectInviteData(EventPayload):
    """An invite to a project, as it is now; the project as it was then."""

    invite: ProjectInvitePayload


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    events.ProjectState: ProjectStateData,
    events.ProjectHidden: NothingMore,
    events.CollaboratorUpdated: CollaboratorData,
    events.CollaboratorRemoved: CollaboratorRemovedData,
    events.PlaybackSynced: SyncedData,
    events.ProjectInviteReceived: ProjectInviteData,
    events.ProjectInviteRevoked: ProjectInviteData,
    events.ProjectInviteAccepted: ProjectInviteData,
    events.ProjectInviteDeclined: ProjectInviteData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    CollaboratorView: collaborator_of,
    ProjectCard: project_card_of,
    ProjectInviteView: project_invite_of,
}
"""How what events hold is told."""


class CursorSignal(EventPayload):
    """Where somebody points in the music of a project, until they are `offline` there."""

    position_ms: Annotated[int, msgspec.Meta(ge=0)]


SIGNALS: Final[Mapping[str, type[EventPayload]]] = {"user.cursor": CursorSignal}
"""What is told of each signal."""
