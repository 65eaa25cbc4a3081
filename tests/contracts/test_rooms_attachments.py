"""Who listens to which room is kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_attachments import AttachmentsContract
from phantom_adapters.memory.repositories.rooms_attachments import MemoryAttachments
from phantom_adapters.sql.repositories.rooms_attachments import SqlAttachments


class TestAttachments(AttachmentsContract):
    adapters = (MemoryAttachments, SqlAttachments)
