"""Reports of abuse, in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.abuse_report import AbuseReport, ReportId, ReportStatus
from phantom_core.identity.listing import REPORTS, after_id, id_cursor
from phantom_core.identity.office_ports import AbuseReports
from phantom_core.kernel import Page, PageRequest

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

    def open_as(self, report: AbuseReport) -> AbuseReport | None:
        """The open report that says the same as one."""
        found = [
            each
            for each in self._table
            if each.status is ReportStatus.OPEN and _says(each) == _says(report)
        ]
        return min(found, key=lambda each: each.id, default=None)

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


def _says(report: AbuseReport) -> tuple[object, ...]:
    return report.reporter_id, report.kind, report.target_id, report.reason
