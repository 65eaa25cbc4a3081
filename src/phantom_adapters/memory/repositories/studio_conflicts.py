"""Conflicts in projects, in memory."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Page, PageRequest
from phantom_core.kernel.paging import after_moment
from phantom_core.studio.arrangement.conflict import ConflictId, ProjectConflict
from phantom_core.studio.document_ports import ProjectConflicts
from phantom_core.studio.listing import CONFLICTS, conflict_cursor
from phantom_core.studio.project import ProjectId
from phantom_core.sync import ConflictKey

__all__ = ["MemoryProjectConflicts"]


class MemoryProjectConflicts(ProjectConflicts):
    """Conflicts by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ConflictId, ProjectConflict] = MemoryRows(
            journal, "conflict", attrgetter("id"), name="project_conflicts"
        )

    def add(self, conflict: ProjectConflict) -> None:
        """Store a new one."""
        self._rows.add(conflict)

    def find(self, conflict_id: ConflictId) -> ProjectConflict | None:
        """One of them."""
        return self._rows.find(conflict_id)

    def open_at(self, project_id: ProjectId, key: ConflictKey) -> ProjectConflict | None:
        """The one about something that is not settled."""
        return next(
            (
                row
                for row in self._rows
                if (row.project_id, row.key, row.resolved_at) == (project_id, key, None)
            ),
            None,
        )

    def put(self, conflict: ProjectConflict) -> None:
        """Store how it stands now."""
        self._rows.put(conflict)

    def page(
        self, project_id: ProjectId, page: PageRequest, *, resolved: bool
    ) -> Page[ProjectConflict]:
        """Those of a project, the newest first."""
        begin = after_moment(page, CONFLICTS)
        rows = [
            row
            for row in self._rows
            if row.project_id == project_id
            and (row.resolved_at is not None) == resolved
            and (begin is None or (row.opened_at, row.id) < begin)
        ]
        rows.sort(key=attrgetter("opened_at", "id"), reverse=True)
        return Page.of(rows[: page.limit + 1], page.limit, conflict_cursor)
