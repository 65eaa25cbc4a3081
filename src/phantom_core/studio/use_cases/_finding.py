"""Finding projects that the actor may know of, and their own place in them."""

import attrs

from phantom_core.kernel import NotFound, UserId
from phantom_core.studio import policy
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.errors import ProjectOver
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project, ProjectId


@attrs.frozen(kw_only=True)
class Entry:
    """A project, and the actor's place in it, if they have one."""

    project: Project
    place: ProjectCollaborator | None

    def other(self, work: StudioWork, user_id: UserId) -> ProjectCollaborator:
        """Another's place in it. Raises: NotFound."""
        found = work.project_collaborators.find(self.project.id, user_id)
        if found is None:
            raise NotFound("collaborator", user_id)
        return found


def known(work: StudioWork, project_id: ProjectId) -> Entry:
    """A project that the actor may know of, held by a command. Raises: NotFound, ProjectOver."""
    return _met(work, work.projects.get(project_id), inside=False)


def seen(work: StudioWork, project_id: ProjectId) -> Entry:
    """A project into which the actor may look, held by a command. Raises: as `known`."""
    return _met(work, work.projects.get(project_id), inside=True)


def living(work: StudioWork, project_id: ProjectId) -> Project | None:
    """A project that was not deleted, held; for the system, which is refused nothing."""
    try:
        project = work.projects.get(project_id)
    except NotFound:
        return None
    return project if project.is_active else None


def may_be_invited(work: StudioWork, user_id: UserId) -> bool:
    """Whether the actor may invite somebody; why they may not is not for the actor to know."""
    me = work.actor.person
    return user_id != me and work.people.active(user_id) and not work.blocks.between(me, user_id)


def _met(work: StudioWork, project: Project, *, inside: bool) -> Entry:
    me = work.actor.person
    place = work.project_collaborators.find(project.id, me)
    apart = place is None and work.blocks.between(me, project.owner_id)
    may = policy.may_view if inside else policy.may_know
    may(project, place, apart=apart).enforce()
    if not project.is_active:
        raise ProjectOver
    return Entry(project=project, place=place)
