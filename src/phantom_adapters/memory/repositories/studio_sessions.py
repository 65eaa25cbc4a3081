"""Who is in which project, and the sessions of projects, in memory."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Id, UserId
from phantom_core.studio import (
    Attachment,
    CollaborationSession,
    CollaborationSessions,
    ProjectAttachments,
    ProjectId,
)

__all__ = ["MemoryCollaborationSessions", "MemoryProjectAttachments"]

_KEY = attrgetter("project_id", "user_id", "server_id")


class MemoryProjectAttachments(ProjectAttachments):
    """A row for each project, user and server."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[tuple[ProjectId, UserId, Id], Attachment] = MemoryRows(
            journal, "attachment", _KEY
        )

    def put(self, attachment: Attachment) -> None:
        """Note one, if it is not there."""
        if self._rows.find(_KEY(attachment)) is None:
            self._rows.add(attachment)

    def remove(self, project_id: ProjectId, user_id: UserId, server_id: Id) -> None:
        """Forget one."""
        self._rows.remove((project_id, user_id, server_id))

    def of_project(self, project_id: ProjectId, limit: int) -> Sequence[Attachment]:
        """Those of a project, the longest there first."""
        there = [row for row in self._rows if row.project_id == project_id]
        return sorted(there, key=attrgetter("attached_at", "user_id", "server_id"))[:limit]

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[Attachment]:
        """Those on other servers."""
        others = [row for row in self._rows if row.server_id not in servers]
        return sorted(others, key=_KEY)[:limit]


class MemoryCollaborationSessions(CollaborationSessions):
    """Sessions by project."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ProjectId, CollaborationSession] = MemoryRows(
            journal, "session", attrgetter("project_id")
        )

    def find(self, project_id: ProjectId) -> CollaborationSession | None:
        """The last session of a project."""
        return self._rows.find(project_id)

    def put(self, session: CollaborationSession) -> None:
        """Store a session, in place of the one before."""
        store = self._rows.add if self.find(session.project_id) is None else self._rows.put
        store(session)
