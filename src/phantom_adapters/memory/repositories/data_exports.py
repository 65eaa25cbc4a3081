"""Exports of people's data, in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.privacy.data_export import (
    DataExport,
    DataExportId,
    export_before,
    export_cursor,
)
from phantom_core.privacy.export_ports import DataExports

__all__ = ["MemoryDataExports"]


class MemoryDataExports(DataExports):
    """Exports by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[DataExportId, DataExport] = MemoryRows(
            journal,
            "export",
            attrgetter("id"),
            unique={"running_for": attrgetter("running_for")},
            name="data_exports",
        )

    def add(self, export: DataExport) -> bool:
        """Store a new export, unless one runs."""
        if self.running(export.user_id) is not None:
            return False
        self._rows.add(export)
        return True

    def find(self, export_id: DataExportId) -> DataExport | None:
        """An export."""
        return self._rows.find(export_id)

    def running(self, user_id: UserId) -> DataExport | None:
        """The one that waits or runs."""
        return self._rows.by("running_for", user_id)

    def asked_since(self, user_id: UserId, at: datetime) -> Sequence[datetime]:
        """When they were asked for."""
        mine = (each.asked_at for each in self._rows if each.user_id == user_id)
        return sorted(moment for moment in mine if moment > at)

    def page(self, user_id: UserId, page: PageRequest) -> Page[DataExport]:
        """Somebody's exports, the latest first."""
        before = export_before(page)
        rows = [
            each
            for each in sorted(self._rows, key=attrgetter("id"), reverse=True)
            if each.user_id == user_id and (before is None or each.id < before)
        ]
        return Page.of(rows, page.limit, export_cursor)

    def expired(self, now: datetime, limit: int) -> Sequence[DataExport]:
        """Those whose time is over."""
        over = [
            (each.expires_at, each.id, each)
            for each in self._rows
            if each.expires_at is not None and each.expires_at <= now
        ]
        return [each for _, _, each in sorted(over, key=lambda row: row[:2])[:limit]]

    def uses(self) -> Iterator[BlobUse]:
        """The zips that exports name."""
        for each in self._rows:
            if each.blob is not None:
                yield BlobUse(key=each.blob, kind="export", id=each.id)

    def put(self, export: DataExport) -> None:
        """Store an export's new state."""
        self._rows.put(export)

    def remove(self, export_id: DataExportId) -> None:
        """Forget an export."""
        self._rows.remove(export_id)
