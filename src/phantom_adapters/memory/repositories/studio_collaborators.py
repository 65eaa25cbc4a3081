"""Places in projects, in memory."""

from datetime import datetime

from phantom_adapters.memory.repositories.studio_tables import StudioTables
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment
from phantom_core.studio import Collaborators, ProjectCollaborator, ProjectId
from phantom_core.studio.listing import (
    COLLABORATORS,
    INVITES,
    invited_cursor,
    invited_project_cursor,
)

__all__ = ["MemoryCollaborators"]


class MemoryCollaborators(Collaborators):
    """Places by project and person."""

    def __init__(self, tables: StudioTables) -> None:
        self._rows = tables.collaborators

    def add(self, collaborator: ProjectCollaborator) -> None:
        """Store a new place."""
        self._rows.add(collaborator)

    def find(self, project_id: ProjectId, user_id: UserId) -> ProjectCollaborator | None:
        """Somebody's place in a project."""
        return self._rows.find((project_id, user_id))

    def put(self, collaborator: ProjectCollaborator) -> None:
        """Store a place's new state."""
        self._rows.put(collaborator)

    def remove(self, project_id: ProjectId, user_id: UserId) -> None:
        """Take a place away."""
        self._rows.remove((project_id, user_id))

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[ProjectCollaborator]:
        """All places in a project, who was invited first first."""
        begin = after_moment(page, COLLABORATORS)
        rows = sorted((row for row in self._rows if row.project_id == project_id), key=_by_person)
        rest = [row for row in rows if begin is None or _by_person(row) > begin]
        return Page.of(rest, page.limit, invited_cursor)

    def invites_of(self, user_id: UserId, page: PageRequest) -> Page[ProjectCollaborator]:
        """Somebody's unanswered invites, the latest first."""
        begin = after_moment(page, INVITES)
        rest = [
            row
            for row in self._rows
            if row.user_id == user_id
            and not row.accepted
            and (begin is None or _by_project(row) < begin)
        ]
        rest.sort(key=_by_project, reverse=True)
        return Page.of(rest, page.limit, invited_project_cursor)


def _by_person(place: ProjectCollaborator) -> tuple[datetime, Id]:
    return place.invited_at, place.user_id


def _by_project(place: ProjectCollaborator) -> tuple[datetime, Id]:
    return place.invited_at, place.project_id
