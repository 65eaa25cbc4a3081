"""Reports of abuse, in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.abuse_report import AbuseReport, ReportId, ReportKind, ReportStatus
from phantom_core.identity.listing import REPORTS, after_id, id_cursor
from phantom_core.identity.office_ports import AbuseReports
from phantom_core.kernel import Id, Page, PageRequest, UserId

__all__ = ["MemoryAbuseReports"]


class MemoryAbuseReports(AbuseReports):
    """Reports in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.abuse_reports

    def add(self, report: AbuseReport) -> None:
        """Store a new report."""
        self._table.add(report)

    def get(self, report_id: ReportId) -> AbuseReport:
        """Find a report."""
        return self._table.get(report_id)

    def open_of(self, reporter_id: UserId, kind: ReportKind, target_id: Id) -> AbuseReport | None:
        """The report of somebody about a thing that is open."""
        wanted = (ReportStatus.OPEN, reporter_id, kind, target_id)
        found = [
            report
            for report in self._table
            if (report.status, report.reporter_id, report.kind, report.target_id) == wanted
        ]
        return min(found, key=lambda report: report.id, default=None)

    def put(self, report: AbuseReport) -> None:
        """Store a report's new state."""
        self._table.put(report)

    def page(self, status: ReportStatus | None, page: PageRequest) -> Page[AbuseReport]:
        """Reports of a status, or all, the oldest first."""
        begin = after_id(page, REPORTS)
        rows = [
            report
            for report in self._table
            if (status is None or report.status is status) and (begin is None or report.id > begin)
        ]
        rows.sort(key=lambda report: report.id)
        return Page.of(rows, page.limit, lambda report: id_cursor(REPORTS, report.id))
