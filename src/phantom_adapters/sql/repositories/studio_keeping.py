"""What named versions need to be rebuilt, over SQL."""

from typing import Final

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.tables.studio_keeping import version_documents
from phantom_adapters.sql.transaction import Transaction
from phantom_core.studio.arrangement.keeping import NamedVersionId, VersionDocument
from phantom_core.studio.keeping_ports import VersionDocuments

__all__ = ["SqlVersionDocuments"]

_ROWS: Final = Rows(version_documents, VersionDocument, noun="version")


class SqlVersionDocuments(VersionDocuments):
    """Documents in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, document: VersionDocument) -> None:
        """Store one."""
        _ROWS.add(self._tx, document)

    def of(self, version_id: NamedVersionId) -> VersionDocument:
        """That of a version."""
        return _ROWS.get(self._tx, version_id)
