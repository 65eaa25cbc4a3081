"""Who is in which project is kept as promised, and its session too, on every storage."""

from phantom_adapters.contracts.studio_sessions import (
    CollaborationSessionsContract,
    ProjectAttachmentsContract,
)
from phantom_adapters.memory.repositories.studio_sessions import (
    MemoryCollaborationSessions,
    MemoryProjectAttachments,
)
from phantom_adapters.sql.repositories.studio_sessions import (
    SqlCollaborationSessions,
    SqlProjectAttachments,
)


class TestProjectAttachments(ProjectAttachmentsContract):
    adapters = (MemoryProjectAttachments, SqlProjectAttachments)


class TestCollaborationSessions(CollaborationSessionsContract):
    adapters = (MemoryCollaborationSessions, SqlCollaborationSessions)
