"""The acts of those in office, in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.audit import ALL_ACTS, AuditFilter, AuditRecord
from phantom_core.identity.listing import AUDIT, after_id, id_cursor
from phantom_core.identity.office_ports import AuditTrail
from phantom_core.kernel import Page, PageRequest

__all__ = ["MemoryAuditTrail"]


class MemoryAuditTrail(AuditTrail):
    """Acts in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.audit_trail

    def add(self, record: AuditRecord) -> None:
        """Write an act down."""
        self._table.add(record)

    def page(self, page: PageRequest, wanted: AuditFilter = ALL_ACTS) -> Page[AuditRecord]:
        """The acts that are wanted, the latest first."""
        begin = after_id(page, AUDIT)
        rows = [
            record
            for record in self._table
            if (begin is None or record.id < begin) and wanted.wants(record)
        ]
        rows.sort(key=lambda record: record.id, reverse=True)
        return Page.of(rows, page.limit, lambda record: id_cursor(AUDIT, record.id))
