"""Who is in which project, and the sessions of projects, over SQL."""

from collections.abc import Collection, Sequence
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.studio import project_attachments, project_sessions
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Id, UserId
from phantom_core.studio import (
    Attachment,
    CollaborationSession,
    CollaborationSessions,
    ProjectAttachments,
    ProjectId,
)

__all__ = ["SqlCollaborationSessions", "SqlProjectAttachments"]

_SESSIONS: Final = Rows(project_sessions, CollaborationSession, noun="session")
_ATTACHMENTS: Final = Rows(project_attachments, Attachment, noun="attachment")
_ADD: Final = Statement(
    insert(project_attachments)
    .values({column.name: bindparam(column.name) for column in project_attachments.c})
    .on_conflict_do_nothing()
)
_REMOVE: Final = Statement(
    delete(project_attachments).where(
        project_attachments.c.project_id == bindparam("project_id"),
        project_attachments.c.user_id == bindparam("user_id"),
        project_attachments.c.server_id == bindparam("server_id"),
    )
)
_OF_PROJECT: Final = Statement(
    _ATTACHMENTS.select.where(project_attachments.c.project_id == bindparam("project_id"))
    .order_by(
        project_attachments.c.attached_at,
        project_attachments.c.user_id,
        project_attachments.c.server_id,
    )
    .limit(bindparam("limit"))
)
_OF_OTHERS: Final = Statement(
    _ATTACHMENTS.select.where(
        project_attachments.c.server_id.not_in(bindparam("servers", expanding=True))
    )
    .order_by(*project_attachments.primary_key)
    .limit(bindparam("limit"))
)


class SqlProjectAttachments(ProjectAttachments):
    """A row for each project, user and server."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def put(self, attachment: Attachment) -> None:
        """Note one, if it is not there."""
        values: dict[str, Any] = attrs.asdict(attachment)
        self._tx.run(_ADD, **values)

    def remove(self, project_id: ProjectId, user_id: UserId, server_id: Id) -> None:
        """Forget one."""
        self._tx.run(_REMOVE, project_id=project_id, user_id=user_id, server_id=server_id)

    def of_project(self, project_id: ProjectId, limit: int) -> Sequence[Attachment]:
        """Those of a project, the longest there first."""
        return _ATTACHMENTS.all(self._tx, _OF_PROJECT, project_id=project_id, limit=limit)

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[Attachment]:
        """Those on other servers."""
        return _ATTACHMENTS.all(self._tx, _OF_OTHERS, servers=[*servers], limit=limit)


class SqlCollaborationSessions(CollaborationSessions):
    """Sessions in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, project_id: ProjectId) -> CollaborationSession | None:
        """The last session of a project."""
        return _SESSIONS.find(self._tx, project_id)

    def put(self, session: CollaborationSession) -> None:
        """Store a session, in place of the one before."""
        _SESSIONS.set(self._tx, session)
