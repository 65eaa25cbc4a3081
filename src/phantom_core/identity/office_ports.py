"""What identity's commands need of storage for those who look after the place."""

from typing import Protocol

from phantom_core.identity.abuse_report import AbuseReport, ReportId, ReportStatus
from phantom_core.identity.audit import ALL_ACTS, AuditFilter, AuditRecord
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["AbuseReports", "AuditTrail"]


class AbuseReports(Protocol):
    """Reports of abuse."""

    def add(self, report: AbuseReport) -> None:
        """Store a new report. Raises: Conflict, if one with its id is there."""

    def get(self, report_id: ReportId) -> AbuseReport:
        """Find a report, and hold it. Raises: NotFound."""

    def open_as(self, report: AbuseReport) -> AbuseReport | None:
        """The open report that says the same as one: who reports what, and the reason.

        `None` if none does; of several, the oldest (by id). Nothing is held.
        """

    def put(self, report: AbuseReport) -> None:
        """Store a report's new state. Raises: NotFound."""

    def page(self, status: ReportStatus | None, page: PageRequest) -> Page[AbuseReport]:
        """Reports of a status, or all, the oldest first (by id).

        Raises: Invalid, for a cursor of another list.
        """


class AuditTrail(Protocol):
    """The acts of those in office. What is written stays."""

    def add(self, record: AuditRecord) -> None:
        """Write an act down. Raises: Conflict, if one with its id is there."""

    def page(self, page: PageRequest, wanted: AuditFilter = ALL_ACTS) -> Page[AuditRecord]:
        """The acts that are wanted, the latest first (by id).

        Raises: Invalid, for a cursor of another list.
        """
