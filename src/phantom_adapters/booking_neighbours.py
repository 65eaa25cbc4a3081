"""Where the repositories of people and projects answer the narrower questions of bookings."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from phantom_core.booking import BookingProjects, Parties, ProjectStanding
from phantom_core.identity.ports import Blocks, Users
from phantom_core.kernel import ALLOWED, Id, NotFound, UserId
from phantom_core.studio import Collaborators, ProjectId, Projects
from phantom_core.studio.policy import may_invite, may_know

__all__ = ["KeptBookingProjects", "KeptParties"]


class KeptParties(Parties):
    """Holds the accounts of people."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def hold(self, *user_ids: UserId) -> None:
        """Hold people, in the order of their ids."""
        for user_id in sorted(set(user_ids)):
            with suppress(NotFound):
                self._users.get(user_id)


class KeptBookingProjects(BookingProjects):
    """Takes them from the projects that are kept; who may invite people may book them."""

    def __init__(self, projects: Projects, collaborators: Collaborators, blocks: Blocks) -> None:
        self._projects = projects
        self._collaborators = collaborators
        self._blocks = blocks

    def standing(self, project_id: Id, user_id: UserId) -> ProjectStanding | None:
        """What a project is to somebody, held."""
        named = ProjectId(project_id)
        try:
            project = self._projects.get(named)
        except NotFound:
            return None
        place = self._collaborators.find(named, user_id)
        apart = place is None and self._blocks.between(user_id, project.owner_id)
        if may_know(project, place, apart=apart) is not ALLOWED:
            return None
        return ProjectStanding(
            is_active=project.is_active, may_book=may_invite(project, place) is ALLOWED
        )

    def names(self, project_ids: Collection[Id]) -> Mapping[Id, str]:
        """What projects are called."""
        found = (self._projects.find(ProjectId(each)) for each in project_ids)
        return {project.id: project.name for project in found if project is not None}
