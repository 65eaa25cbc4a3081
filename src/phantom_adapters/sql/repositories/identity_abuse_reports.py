"""Reports of abuse, over SQL."""

from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import abuse_reports
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.abuse_report import AbuseReport, ReportId, ReportStatus
from phantom_core.identity.listing import REPORTS, after_id, id_cursor
from phantom_core.identity.office_ports import AbuseReports
from phantom_core.kernel import Id, Page, PageRequest

__all__ = ["SqlAbuseReports"]

_FIRST_ID: Final = Id("0" * 26)
_REPORTS: Final = Rows(abuse_reports, AbuseReport, noun="report")
_ALL: Final = (
    _REPORTS.select.where(abuse_reports.c.id > bindparam("after"))
    .order_by(abuse_reports.c.id)
    .limit(bindparam("limit"))
)
_PAGE: Final = Statement(_ALL)
_PAGE_OF_STATUS: Final = Statement(_ALL.where(abuse_reports.c.status == bindparam("status")))

_OPEN: Final = Statement(
    _REPORTS.select.where(
        abuse_reports.c.status == ReportStatus.OPEN,
        abuse_reports.c.reporter_id == bindparam("reporter_id"),
        abuse_reports.c.kind == bindparam("kind"),
        abuse_reports.c.target_id == bindparam("target_id"),
        abuse_reports.c.reason == bindparam("reason"),
    )
    .order_by(abuse_reports.c.id)
    .limit(1)
)


class SqlAbuseReports(AbuseReports):
    """Reports in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, report: AbuseReport) -> None:
        """Store a new report."""
        _REPORTS.add(self._tx, report)

    def get(self, report_id: ReportId) -> AbuseReport:
        """Find a report, and hold it."""
        return _REPORTS.get(self._tx, report_id)

    def open_as(self, report: AbuseReport) -> AbuseReport | None:
        """The open report that says the same as one."""
        return _REPORTS.one(
            self._tx,
            _OPEN,
            reporter_id=report.reporter_id,
            kind=report.kind,
            target_id=report.target_id,
            reason=report.reason,
        )

    def put(self, report: AbuseReport) -> None:
        """Store a report's new state."""
        _REPORTS.put(self._tx, report)

    def page(self, status: ReportStatus | None, page: PageRequest) -> Page[AbuseReport]:
        """Reports of a status, or all, the oldest first."""
        after, limit = after_id(page, REPORTS) or _FIRST_ID, page.limit + 1
        if status is None:
            rows = _REPORTS.all(self._tx, _PAGE, after=after, limit=limit)
        else:
            rows = _REPORTS.all(self._tx, _PAGE_OF_STATUS, after=after, limit=limit, status=status)
        return Page.of(rows, page.limit, lambda report: id_cursor(REPORTS, report.id))
