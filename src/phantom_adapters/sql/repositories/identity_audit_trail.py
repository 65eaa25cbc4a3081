"""The acts of those in office, over SQL."""

from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import audit_records
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.audit import AuditRecord
from phantom_core.identity.listing import AUDIT, after_id, id_cursor
from phantom_core.identity.office_ports import AuditTrail
from phantom_core.kernel import Page, PageRequest

__all__ = ["SqlAuditTrail"]

_RECORDS: Final = Rows(audit_records, AuditRecord, noun="audit record")
_LATEST: Final = _RECORDS.select.order_by(audit_records.c.id.desc()).limit(bindparam("limit"))
_FIRST: Final = Statement(_LATEST)
_FURTHER: Final = Statement(_LATEST.where(audit_records.c.id < bindparam("before")))


class SqlAuditTrail(AuditTrail):
    """Acts in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, record: AuditRecord) -> None:
        """Write an act down."""
        _RECORDS.add(self._tx, record)

    def page(self, page: PageRequest) -> Page[AuditRecord]:
        """The acts, the latest first."""
        before, limit = after_id(page, AUDIT), page.limit + 1
        if before is None:
            rows = _RECORDS.all(self._tx, _FIRST, limit=limit)
        else:
            rows = _RECORDS.all(self._tx, _FURTHER, limit=limit, before=before)
        return Page.of(rows, page.limit, lambda record: id_cursor(AUDIT, record.id))
