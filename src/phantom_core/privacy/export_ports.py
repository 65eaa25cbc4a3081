"""Where exports are kept, and what else their commands need of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.blobs.ledger_ports import BlobLedger
from phantom_core.kernel import Id, Page, PageRequest, UserId, Work
from phantom_core.privacy.data_export import DataExport, DataExportId

__all__ = ["DataExports", "ExportAudit", "ExportWork"]


class DataExports(Protocol):
    """Exports, until they expire."""

    def add(self, export: DataExport) -> bool:
        """Store a new export; `False` if its person has one that waits or runs already."""

    def find(self, export_id: DataExportId) -> DataExport | None:
        """An export, held until the transaction ends; `None` if there is none."""

    def running(self, user_id: UserId) -> DataExport | None:
        """The export of somebody that waits or runs; `None` if none does. Nothing is held."""

    def asked_since(self, user_id: UserId, at: datetime) -> Sequence[datetime]:
        """When somebody asked for those exports that they asked for after a time, in order."""

    def page(self, user_id: UserId, page: PageRequest) -> Page[DataExport]:
        """Somebody's exports, the latest first. Raises: Invalid, for a foreign cursor."""

    def expired(self, now: datetime, limit: int) -> Sequence[DataExport]:
        """Up to `limit` exports whose time is over, the longest overdue first, then by id."""

    def put(self, export: DataExport) -> None:
        """Store an export's new state. Raises: NotFound."""

    def remove(self, export_id: DataExportId) -> None:
        """Forget an export. Where there is none, nothing happens."""


class ExportAudit(Protocol):
    """Who took a person's data away who is not that person."""

    def note(self, record_id: Id, *, at: datetime, by: UserId | None, user_id: UserId) -> None:
        """Write down that somebody's data was exported; `by` is `None` for an operator."""


class ExportWork(Work, Protocol):
    """The unit of work of whoever exports."""

    data_exports: DataExports
    blob_ledger: BlobLedger
    export_audit: ExportAudit
