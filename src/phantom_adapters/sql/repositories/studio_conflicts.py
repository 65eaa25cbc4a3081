"""Conflicts in projects, over SQL."""

from typing import Any, Final

from sqlalchemy import bindparam, tuple_

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.studio_documents import project_conflicts
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.kernel import Page, PageRequest
from phantom_core.kernel.paging import after_moment
from phantom_core.studio.arrangement.conflict import ConflictId, ProjectConflict
from phantom_core.studio.document_ports import ProjectConflicts
from phantom_core.studio.listing import CONFLICTS, conflict_cursor
from phantom_core.studio.project import ProjectId
from phantom_core.sync import ConflictKey

__all__ = ["SqlProjectConflicts"]

_ROWS: Final = Rows(project_conflicts, ProjectConflict, noun="conflict")
_THEIRS: Final = project_conflicts.c.project_id == bindparam("project_id")
_OPEN: Final = project_conflicts.c.resolved_at.is_(None)
_OPEN_AT: Final = Statement(
    _ROWS.select.where(_THEIRS, _OPEN, project_conflicts.c.record == bindparam("record"))
)
_PLACE: Final = (project_conflicts.c.opened_at, project_conflicts.c.id)


def _listing(*, resolved: bool) -> tuple[Statement, Statement]:
    """The first page, and those further on."""
    settled = project_conflicts.c.resolved_at.is_not(None)
    these = (
        _ROWS.select.where(_THEIRS, settled if resolved else _OPEN)
        .order_by(*[column.desc() for column in _PLACE])
        .limit(bindparam("limit"))
    )
    place = tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    return Statement(these), Statement(these.where(tuple_(*_PLACE) < place))


_PAGES: Final = {resolved: _listing(resolved=resolved) for resolved in (False, True)}


class SqlProjectConflicts(ProjectConflicts):
    """Conflicts in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, conflict: ProjectConflict) -> None:
        """Store a new one."""
        _ROWS.add(self._tx, conflict)

    def find(self, conflict_id: ConflictId) -> ProjectConflict | None:
        """One of them."""
        return _ROWS.find(self._tx, conflict_id)

    def open_at(self, project_id: ProjectId, key: ConflictKey) -> ProjectConflict | None:
        """The one about something that is not settled."""
        found = _ROWS.all(self._tx, _OPEN_AT, project_id=project_id, record=key[0])
        return next((conflict for conflict in found if conflict.key == key), None)

    def put(self, conflict: ProjectConflict) -> None:
        """Store how it stands now."""
        _ROWS.put(self._tx, conflict)

    def page(
        self, project_id: ProjectId, page: PageRequest, *, resolved: bool
    ) -> Page[ProjectConflict]:
        """Those of a project, the newest first."""
        first, further = _PAGES[resolved]
        begin = after_moment(page, CONFLICTS)
        limits: dict[str, Any] = {"project_id": project_id, "limit": page.limit + 1}
        if begin is None:
            rows = _ROWS.all(self._tx, first, **limits)
        else:
            rows = _ROWS.all(self._tx, further, **limits, at=begin[0], id=begin[1])
        return Page.of(rows, page.limit, conflict_cursor)
