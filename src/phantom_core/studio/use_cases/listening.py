"""Who listens to a project's topic, as the servers report it, and so is in its session."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

import attrs

from phantom_core.kernel import ALLOWED, Access, Command, Decision, Id, NotFound, UserId
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project, ProjectId
from phantom_core.studio.session import Attachment, CollaborationSession
from phantom_core.studio.use_cases._finding import seen
from phantom_core.studio.use_cases._seeing import lasting_session

__all__ = ["AttachToProject", "DetachFromProject", "DropProjectServers", "may_listen"]

_AT_ONCE: Final = 200


def may_listen(work: StudioWork, project_id: Id) -> Decision:
    """Decide whether the actor may listen to a project's topic: those may who may look inside.

    Raises: NotFound, ProjectOver.
    """
    seen(work, ProjectId(project_id))
    return ALLOWED


@attrs.frozen(kw_only=True)
class AttachToProject(Command[None]):
    """Note that somebody listens to a project on a server. Doing it again changes nothing.

    With the first a session begins, or goes on that was left minutes ago.
    """

    access = Access.SYSTEM
    project_id: ProjectId
    user_id: UserId
    server_id: Id

    def run(self, work: StudioWork) -> None:
        """Note it, and that the project was opened, if they are a collaborator."""
        project = _held(work, self.project_id)
        if project is None or not project.is_active:
            return
        here = Attachment(
            project_id=project.id,
            user_id=self.user_id,
            server_id=self.server_id,
            attached_at=work.now,
        )
        work.project_attachments.put(here)
        session = lasting_session(work, project)
        begun = session or CollaborationSession(project_id=project.id, started_at=work.now)
        work.collaboration_sessions.put(attrs.evolve(begun, vacant_since=None))
        if _seen_active(work, project, self.user_id):
            work.projects.put(project.accessed(work.now))


@attrs.frozen(kw_only=True)
class DetachFromProject(Command[None]):
    """Note that somebody listens on a server no longer. With the last the session's wait begins."""

    access = Access.SYSTEM
    project_id: ProjectId
    user_id: UserId
    server_id: Id

    def run(self, work: StudioWork) -> None:
        """Forget it."""
        _detach(work, self.project_id, [(self.user_id, self.server_id)])


@attrs.frozen(kw_only=True)
class DropProjectServers(Command[int]):
    """Forget who listened to projects on servers that are no more, 200 at a time.

    Answers how many were forgotten: at 0 all are.

    Attributes:
        alive: the servers that there are.
    """

    access = Access.SYSTEM
    alive: tuple[Id, ...]

    def run(self, work: StudioWork) -> int:
        """Forget them."""
        lost = work.project_attachments.of_others(self.alive, _AT_ONCE)
        for project_id, listeners in _by_project(lost):
            _detach(work, project_id, listeners)
        return len(lost)


_Listener = tuple[UserId, Id]


def _by_project(lost: Sequence[Attachment]) -> Iterator[tuple[ProjectId, Sequence[_Listener]]]:
    """The projects by id, in which order all hold them, with who listened on which server."""
    for project_id, found in groupby(lost, key=attrgetter("project_id")):
        yield project_id, [(each.user_id, each.server_id) for each in found]


def _detach(work: StudioWork, project_id: ProjectId, listeners: Iterable[_Listener]) -> None:
    project = _held(work, project_id)
    if project is None:
        return
    for user_id, server_id in listeners:
        work.project_attachments.remove(project_id, user_id, server_id)
        _seen_active(work, project, user_id)
    session = work.collaboration_sessions.find(project_id)
    vacant = not work.project_attachments.of_project(project_id, 1)
    if vacant and session is not None and session.vacant_since is None:
        work.collaboration_sessions.put(attrs.evolve(session, vacant_since=work.now))


def _seen_active(work: StudioWork, project: Project, user_id: UserId) -> bool:
    """Note that a collaborator has come or gone; say whether they are one."""
    place = work.project_collaborators.find(project.id, user_id)
    if place is None or not place.accepted:
        return False
    work.project_collaborators.put(attrs.evolve(place, last_active_at=work.now))
    return True


def _held(work: StudioWork, project_id: ProjectId) -> Project | None:
    try:
        return work.projects.get(project_id)
    except NotFound:
        return None
