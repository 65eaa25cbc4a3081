"""What named versions need to be rebuilt, in memory."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.studio.arrangement.keeping import NamedVersionId, VersionDocument
from phantom_core.studio.keeping_ports import VersionDocuments

__all__ = ["MemoryVersionDocuments"]


class MemoryVersionDocuments(VersionDocuments):
    """Documents by version."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[NamedVersionId, VersionDocument] = MemoryRows(
            journal, "version", attrgetter("version_id"), name="version_documents"
        )

    def add(self, document: VersionDocument) -> None:
        """Store one."""
        self._rows.add(document)

    def of(self, version_id: NamedVersionId) -> VersionDocument:
        """That of a version."""
        return self._rows.get(version_id)
