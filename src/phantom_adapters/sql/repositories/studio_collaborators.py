"""Places in projects, over SQL."""

from typing import Any, Final

from sqlalchemy import bindparam, tuple_

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.studio import project_collaborators
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment
from phantom_core.studio import Collaborators, ProjectCollaborator, ProjectId
from phantom_core.studio.listing import (
    COLLABORATORS as LISTING,
)
from phantom_core.studio.listing import (
    INVITES,
    invited_cursor,
    invited_project_cursor,
)

__all__ = ["COLLABORATORS", "SqlCollaborators"]

COLLABORATORS: Final = Rows(project_collaborators, ProjectCollaborator, noun="collaborator")
"""Places as rows."""

_BEGIN: Final = tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
_BY_PERSON: Final = (project_collaborators.c.invited_at, project_collaborators.c.user_id)
_BY_PROJECT: Final = (project_collaborators.c.invited_at, project_collaborators.c.project_id)
_THERE: Final = (
    COLLABORATORS.select.where(project_collaborators.c.project_id == bindparam("project_id"))
    .order_by(*_BY_PERSON)
    .limit(bindparam("limit"))
)
_FIRST: Final = Statement(_THERE)
_FURTHER: Final = Statement(_THERE.where(tuple_(*_BY_PERSON) > _BEGIN))
_INVITES: Final = (
    COLLABORATORS.select.where(
        project_collaborators.c.user_id == bindparam("user_id"),
        project_collaborators.c.joined_at.is_(None),
    )
    .order_by(*[column.desc() for column in _BY_PROJECT])
    .limit(bindparam("limit"))
)
_FIRST_INVITES: Final = Statement(_INVITES)
_FURTHER_INVITES: Final = Statement(_INVITES.where(tuple_(*_BY_PROJECT) < _BEGIN))


class SqlCollaborators(Collaborators):
    """Places in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, collaborator: ProjectCollaborator) -> None:
        """Store a new place."""
        COLLABORATORS.add(self._tx, collaborator)

    def find(self, project_id: ProjectId, user_id: UserId) -> ProjectCollaborator | None:
        """Somebody's place in a project."""
        return COLLABORATORS.find(self._tx, project_id, user_id)

    def put(self, collaborator: ProjectCollaborator) -> None:
        """Store a place's new state."""
        COLLABORATORS.put(self._tx, collaborator)

    def remove(self, project_id: ProjectId, user_id: UserId) -> None:
        """Take a place away."""
        COLLABORATORS.remove(self._tx, project_id, user_id)

    def page(self, project_id: ProjectId, page: PageRequest) -> Page[ProjectCollaborator]:
        """All places in a project, who was invited first first."""
        begin = after_moment(page, LISTING)
        limits: dict[str, Any] = {"project_id": project_id, "limit": page.limit + 1}
        if begin is None:
            rows = COLLABORATORS.all(self._tx, _FIRST, **limits)
        else:
            rows = COLLABORATORS.all(self._tx, _FURTHER, **limits, at=begin[0], id=begin[1])
        return Page.of(rows, page.limit, invited_cursor)

    def invites_of(self, user_id: UserId, page: PageRequest) -> Page[ProjectCollaborator]:
        """Somebody's unanswered invites, the latest first."""
        begin = after_moment(page, INVITES)
        limits: dict[str, Any] = {"user_id": user_id, "limit": page.limit + 1}
        if begin is None:
            rows = COLLABORATORS.all(self._tx, _FIRST_INVITES, **limits)
        else:
            rows = COLLABORATORS.all(self._tx, _FURTHER_INVITES, **limits, at=begin[0], id=begin[1])
        return Page.of(rows, page.limit, invited_project_cursor)
