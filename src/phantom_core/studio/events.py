"""What happens to projects and to who is in them. Each event says all that it changes.

People are told as they were called then. An event tells things as they stand after it, so that
hearing it twice does no harm.
"""

from datetime import datetime
from enum import Enum
from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Event, Milliseconds, Person, Topic, UserId, topic
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.views import CollaboratorView, ProjectCard, ProjectInviteView

__all__ = [
    "EVENTS",
    "CollaboratorRemoved",
    "CollaboratorUpdated",
    "PartReason",
    "PlaybackSynced",
    "ProjectEvent",
    "ProjectHidden",
    "ProjectInviteAccepted",
    "ProjectInviteDeclined",
    "ProjectInviteEvent",
    "ProjectInviteReceived",
    "ProjectInviteRevoked",
    "ProjectReason",
    "ProjectState",
    "SyncAction",
]


class ProjectReason(Enum):
    """Why a project is told anew."""

    CREATED = "created"
    CHANGED = "changed"
    OWNER = "owner"
    DELETED = "deleted"


class PartReason(Enum):
    """Why somebody is in a project no longer, or will not come."""

    DECLINED = "declined"
    REVOKED = "revoked"
    LEFT = "left"
    REMOVED = "removed"
    BANNED = "banned"


class SyncAction(Enum):
    """What somebody does to the music that all hear together."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"


@attrs.frozen(kw_only=True)
class ProjectEvent(Event):
    """Something in one project."""

    project_id: ProjectId

    @property
    def topic(self) -> Topic:
        """The project's topic."""
        return project_topic(self.project_id)


@attrs.frozen(kw_only=True)
class ProjectState(ProjectEvent):
    """A project is made, is gone, or is called, timed or owned otherwise."""

    name: ClassVar[str] = "project.state"
    card: ProjectCard
    reason: ProjectReason


@attrs.frozen(kw_only=True)
class ProjectHidden(ProjectEvent):
    """A project is public no longer: all others hear no more of it.

    Attributes:
        collaborator_ids: who is in it.
    """

    name: ClassVar[str] = "project.hidden"
    collaborator_ids: tuple[UserId, ...]


@attrs.frozen(kw_only=True)
class CollaboratorUpdated(ProjectEvent):
    """Somebody is invited, has accepted, or is something else or may do other things."""

    name: ClassVar[str] = "collaborator.updated"
    collaborator: CollaboratorView


@attrs.frozen(kw_only=True)
class CollaboratorRemoved(ProjectEvent):
    """Somebody is in the project no longer, or is invited no longer.

    Attributes:
        collaborated: whether they had accepted.
    """

    name: ClassVar[str] = "collaborator.removed"
    person: Person
    reason: PartReason
    collaborated: bool


@attrs.frozen(kw_only=True)
class PlaybackSynced(ProjectEvent):
    """The music goes on otherwise for all who listen together.

    Attributes:
        position_ms: where it stood at `changed_at`; if it plays, it has gone on since then.
    """

    name: ClassVar[str] = "playback.sync"
    action: SyncAction
    is_playing: bool
    position_ms: Milliseconds
    changed_at: datetime
    changed_by: Person


@attrs.frozen(kw_only=True)
class ProjectInviteEvent(Event):
    """Something about an invite to a project, told to one of the two concerned."""

    user_id: UserId
    invite: ProjectInviteView

    @property
    def topic(self) -> Topic:
        """That user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class ProjectInviteReceived(ProjectInviteEvent):
    """Somebody is invited; told to them. Told again, the invite offers something else."""

    name: ClassVar[str] = "project.invite.received"


@attrs.frozen(kw_only=True)
class ProjectInviteRevoked(ProjectInviteEvent):
    """An invite was taken back, or its project is gone; told to who was invited."""

    name: ClassVar[str] = "project.invite.revoked"


@attrs.frozen(kw_only=True)
class ProjectInviteAccepted(ProjectInviteEvent):
    """Who was invited will collaborate; told to both."""

    name: ClassVar[str] = "project.invite.accepted"


@attrs.frozen(kw_only=True)
class ProjectInviteDeclined(ProjectInviteEvent):
    """Who was invited will not collaborate; told to both."""

    name: ClassVar[str] = "project.invite.declined"


EVENTS: Final[tuple[type[Event], ...]] = (
    ProjectState,
    ProjectHidden,
    CollaboratorUpdated,
    CollaboratorRemoved,
    PlaybackSynced,
    ProjectInviteReceived,
    ProjectInviteRevoked,
    ProjectInviteAccepted,
    ProjectInviteDeclined,
)
"""All of them."""
