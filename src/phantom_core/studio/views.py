"""Projects as people see them: what queries answer and what events tell."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from phantom_core.kernel import Bpm, Milliseconds, Person
from phantom_core.studio.collaborator import CollaboratorRole, CollaboratorStatus, Permissions
from phantom_core.studio.project import ProjectId, TimeSignature

__all__ = [
    "CollaboratorRow",
    "CollaboratorView",
    "ParticipantView",
    "PlaybackView",
    "ProjectCard",
    "ProjectInside",
    "ProjectInviteView",
    "ProjectView",
    "SessionView",
]


@attrs.frozen(kw_only=True)
class ProjectCard:
    """A project from outside. Its times of access are its list's affair."""

    id: ProjectId
    owner: Person
    name: str
    description: str | None
    tempo: Bpm
    time_signature: TimeSignature
    length_ms: Milliseconds
    is_public: bool
    is_active: bool
    created_at: datetime
    updated_at: datetime
    version: int


@attrs.frozen(kw_only=True)
class CollaboratorView:
    """Somebody who is in a project, or invited to it.

    Attributes:
        joined_at: since when they collaborate; `None` while they are invited.
    """

    person: Person
    role: CollaboratorRole
    permissions: Permissions
    invited_by: Person
    invited_at: datetime
    joined_at: datetime | None

    @property
    def status(self) -> CollaboratorStatus:
        """Whether they have said that they will collaborate."""
        accepted = self.joined_at is not None
        return CollaboratorStatus.ACCEPTED if accepted else CollaboratorStatus.INVITED


@attrs.frozen(kw_only=True)
class CollaboratorRow:
    """Somebody in the list of who is in a project.

    Attributes:
        last_active_at: when they last came to it or went, if they ever have.
        is_online: whether they are there now.
    """

    view: CollaboratorView
    last_active_at: datetime | None
    is_online: bool


@attrs.frozen(kw_only=True)
class ProjectView:
    """A project, looked at by somebody.

    Attributes:
        me: one's own place in it; `None` for those who only look at a public one.
        last_accessed_at: when somebody last came to it.
        last_sync_at: when its document was last changed, if it was.
    """

    card: ProjectCard
    me: CollaboratorView | None
    last_accessed_at: datetime
    last_sync_at: datetime | None


@attrs.frozen(kw_only=True)
class ProjectInviteView:
    """An invite to a project, as those see it who are concerned."""

    project: ProjectCard
    invited_by: Person
    invited: Person
    role: CollaboratorRole
    permissions: Permissions
    invited_at: datetime


@attrs.frozen(kw_only=True)
class ParticipantView:
    """Somebody who is in a project now.

    Attributes:
        role: what they are to it; `None` for those who only look at a public one.
        joined_at: since when they are there.
        last_active_at: when they last came; of a collaborator, on whichever device.
    """

    person: Person
    role: CollaboratorRole | None
    joined_at: datetime
    last_active_at: datetime


@attrs.frozen(kw_only=True)
class PlaybackView:
    """Where the music of a project stands, as of a time.

    Attributes:
        tempo: the project's.
        changed_at: when it was last changed; `None` if not in this session.
        server_time: as of when the position is told.
    """

    is_playing: bool
    position_ms: Milliseconds
    tempo: Bpm
    changed_at: datetime | None
    changed_by: Person | None
    server_time: datetime


@attrs.frozen(kw_only=True)
class SessionView:
    """Who is in a project together now, and where its music stands.

    Attributes:
        started_at: when the session began; `None` where there is none.
        expires_at: when it is over, if nobody comes back; `None` while somebody is there.
    """

    project_id: ProjectId
    participants: Sequence[ParticipantView]
    playback: PlaybackView
    started_at: datetime | None
    expires_at: datetime | None


@attrs.frozen(kw_only=True)
class ProjectInside:
    """What a project's topic is about, besides its document."""

    view: ProjectView
    collaborators: Sequence[CollaboratorView]
    playback: PlaybackView
