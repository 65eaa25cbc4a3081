"""The acts of those in office, over SQL."""

from collections.abc import Sequence
from typing import Any, Final

import attrs
from sqlalchemy import BindParameter, ColumnElement, bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.identity import audit_records
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.audit import ALL_ACTS, AuditFilter, AuditRecord
from phantom_core.identity.listing import AUDIT, after_id, id_cursor
from phantom_core.identity.office_ports import AuditTrail
from phantom_core.kernel import Page, PageRequest

__all__ = ["SqlAuditTrail"]

_RECORDS: Final = Rows(audit_records, AuditRecord, noun="audit record")
_LATEST: Final = _RECORDS.select.order_by(audit_records.c.id.desc()).limit(bindparam("limit"))


@by_form
def _wanted(names: Sequence[str], *, further: bool) -> Statement:
    """The latest acts that are as asked for in some ways; `further` begins before an id."""
    found = _LATEST.where(*map(_condition, names))
    before = audit_records.c.id < bindparam("before")
    return Statement(found.where(before) if further else found)


def _condition(name: str) -> ColumnElement[bool]:
    wanted: BindParameter[Any] = bindparam(name)
    if name == "since":
        return audit_records.c.at >= wanted
    if name == "until":
        return audit_records.c.at < wanted
    return audit_records.c[name] == wanted


class SqlAuditTrail(AuditTrail):
    """Acts in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, record: AuditRecord) -> None:
        """Write an act down."""
        _RECORDS.add(self._tx, record)

    def page(self, page: PageRequest, wanted: AuditFilter = ALL_ACTS) -> Page[AuditRecord]:
        """The acts that are wanted, the latest first."""
        before = after_id(page, AUDIT)
        given = {name: value for name, value in attrs.asdict(wanted).items() if value is not None}
        statement = _wanted(tuple(given), further=before is not None)
        begin = {} if before is None else {"before": before}
        rows = _RECORDS.all(self._tx, statement, limit=page.limit + 1, **given, **begin)
        return Page.of(rows, page.limit, lambda record: id_cursor(AUDIT, record.id))
