"""Projects, in memory."""

from collections.abc import Iterable
from datetime import datetime

from phantom_adapters.memory.repositories.studio_tables import StudioTables
from phantom_core.kernel import NameQuery, NameRank, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment
from phantom_core.studio import Project, ProjectCollaborator, ProjectId, Projects
from phantom_core.studio.listing import OWN, PUBLIC, project_cursor

__all__ = ["MemoryProjects"]


class MemoryProjects(Projects):
    """Projects by id."""

    def __init__(self, tables: StudioTables) -> None:
        self._rows = tables.projects
        self._places = tables.collaborators

    def add(self, project: Project) -> bool:
        """Store a new project, and say whether there was none with its id."""
        if self._rows.find(project.id) is not None:
            return False
        self._rows.add(project)
        return True

    def get(self, project_id: ProjectId) -> Project:
        """Find a project, or refuse."""
        return self._rows.get(project_id)

    def find(self, project_id: ProjectId) -> Project | None:
        """Find a project."""
        return self._rows.find(project_id)

    def put(self, project: Project) -> None:
        """Store a project's new state."""
        self._rows.put(project)

    def public(self, query: NameQuery, page: PageRequest) -> Page[Project]:
        """Active public projects, those to which somebody came last first."""
        return _page(PUBLIC, (row for row in self._rows if row.is_public), query, page)

    def of_user(
        self, user_id: UserId, query: NameQuery, page: PageRequest, *, public_only: bool = False
    ) -> Page[tuple[Project, ProjectCollaborator]]:
        """The active projects in which somebody collaborates, with their place."""
        places = {
            place.project_id: place
            for place in self._places
            if place.user_id == user_id and place.accepted
        }
        found = map(self._rows.get, places)
        theirs = (row for row in found if row.is_public or not public_only)
        cut = _page(OWN, theirs, query, page)
        return cut.map(lambda project: (project, places[project.id]))


def _page(
    listing: str, rows: Iterable[Project], query: NameQuery, page: PageRequest
) -> Page[Project]:
    begin = after_moment(page, listing)
    fitting = [
        row
        for row in rows
        if row.is_active
        and query.rank(row.name) not in {None, NameRank.INSIDE}
        and (begin is None or _place(row) < begin)
    ]
    fitting.sort(key=_place, reverse=True)
    return Page.of(fitting, page.limit, lambda row: project_cursor(listing, row))


def _place(project: Project) -> tuple[datetime, ProjectId]:
    return project.last_accessed_at, project.id
