"""What the studio needs of storage, and of its neighbours.

Where a row is *held*, no other transaction changes it until this one ends; a query holds nothing. A
project is held before anything of it is read in order to change it, so that all that happens in one
project happens in turn.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.kernel import Bpm, Id, NameQuery, Page, PageRequest, Person, UserId, Work
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.project import Project, ProjectId
from phantom_core.studio.session import Attachment, CollaborationSession

__all__ = [
    "Blocks",
    "CollaborationSessions",
    "Collaborators",
    "DefaultTempos",
    "People",
    "ProjectAttachments",
    "ProjectBans",
    "Projects",
    "StudioWork",
]


class Projects(Protocol):
    """Projects, also those that were deleted."""

    def add(self, project: Project) -> bool:
        """Store a new project, and say whether there was none with its id.

        Where another transaction makes it at the same time, this one waits to know.
        """

    def get(self, project_id: ProjectId) -> Project:
        """Find a project, and hold it. Raises: NotFound."""

    def find(self, project_id: ProjectId) -> Project | None:
        """Find a project as it stands; nothing is held."""

    def put(self, project: Project) -> None:
        """Store a project's new state. Raises: NotFound."""

    def public(self, query: NameQuery, page: PageRequest) -> Page[Project]:
        """Active public projects, those to which somebody came last first, then by descending id.

        Each word of the query begins a word of the name; without any, every name fits. A project
        to which somebody comes while pages are read may come twice or not at all, every other
        comes once. Raises: Invalid, for a cursor of another list.
        """

    def of_user(
        self, user_id: UserId, query: NameQuery, page: PageRequest, *, public_only: bool = False
    ) -> Page[tuple[Project, ProjectCollaborator]]:
        """The active projects in which somebody collaborates, with their place, as `public`.

        They are all, or only the public ones; a cursor of either list is good for both.
        """


class Collaborators(Protocol):
    """Places in projects. They change only while their project is held."""

    def add(self, collaborator: ProjectCollaborator) -> None:
        """Store a new place. Raises: Conflict, if they have one there."""

    def find(self, project_id: ProjectId, user_id: UserId) -> ProjectCollaborator | None:
        """Somebody's place in a project, be they invited or in it."""

    def put(self, collaborator: ProjectCollaborator) -> None:
        """Store a place's new state. Raises: NotFound."""

    def remove(self, project_id: ProjectId, user_id: UserId) -> None:
        """Take a place away, if there is one."""

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[ProjectCollaborator]:
        """All places in a project, who was invited first first, then by id.

        Raises: Invalid, for a cursor of another list.
        """

    def invites_of(self, user_id: UserId, page: PageRequest) -> Page[ProjectCollaborator]:
        """Somebody's unanswered invites, the latest first, then by descending id of the project.

        Raises: Invalid, for a cursor of another list.
        """


class ProjectAttachments(Protocol):
    """Who listens to which project's topic, on which server process."""

    def put(self, attachment: Attachment) -> None:
        """Note one; if it is there, it stays as it was."""

    def remove(self, project_id: ProjectId, user_id: UserId, server_id: Id) -> None:
        """Forget one; nothing happens if it is not there."""

    def of_project(self, project_id: ProjectId, limit: int) -> Sequence[Attachment]:
        """Those of a project, the longest there first, then by user and server."""

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[Attachment]:
        """Those on servers that are not named, in the order of project, user, server."""


class CollaborationSessions(Protocol):
    """The last session of each project. They change only while their project is held."""

    def find(self, project_id: ProjectId) -> CollaborationSession | None:
        """The last session of a project, be it over or not; `None` if it never had one."""

    def put(self, session: CollaborationSession) -> None:
        """Store a session, in place of the one before."""


class People(Protocol):
    """Who people are."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status, in no order."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked, in no order."""


class DefaultTempos(Protocol):
    """How fast people's new projects are."""

    def of(self, user_id: UserId) -> Bpm:
        """The tempo that somebody prefers. Raises: NotFound, if there is no such user."""


class ProjectBans(Protocol):
    """Who may not come into which project."""

    def banned_until(
        self, project_id: ProjectId, user_id: UserId, now: datetime
    ) -> datetime | None:
        """Until when somebody may not come in; `None` if they may. Nothing is held."""


class StudioWork(Work, Protocol):
    """What the commands of the studio are given."""

    projects: Projects
    project_collaborators: Collaborators
    project_attachments: ProjectAttachments
    collaboration_sessions: CollaborationSessions
    default_tempos: DefaultTempos
    project_bans: ProjectBans

    @property
    def people(self) -> People:
        """Who people are; identity's own."""

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own."""
