"""What keeping arrangements needs of storage."""

from typing import Protocol

from phantom_core.studio.arrangement.keeping import NamedVersionId, VersionDocument
from phantom_core.studio.document_ports import ArrangementWork

__all__ = ["KeepingWork", "VersionDocuments"]


class VersionDocuments(Protocol):
    """What named versions need to be rebuilt, whatever becomes of the log."""

    def add(self, document: VersionDocument) -> None:
        """Store the document of a version. Raises: Conflict, if it has one."""

    def of(self, version_id: NamedVersionId) -> VersionDocument:
        """The document of a version. Raises: NotFound."""


class KeepingWork(ArrangementWork, Protocol):
    """What the commands of keeping and carrying are given."""

    version_documents: VersionDocuments
