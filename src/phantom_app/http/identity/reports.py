"""Reports of abuse: filing them, and the queue of those who act on them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from litestar import Router, get, post
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import Caller, PhantomRequest
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_core.identity import (
    AbuseReport,
    ActOnReport,
    AlreadyResolved,
    FileReport,
    GetPeople,
    ListReports,
    NotYourself,
    Person,
    ReportAction,
    ReportId,
    ReportKind,
    ReportStatus,
)
from phantom_core.kernel import Id, NotFound, UserId

__all__ = [
    "ROUTES",
    "AbuseReportPayload",
    "NewReport",
    "QueuedReportPayload",
    "Resolution",
    "Wanted",
    "act",
    "queue",
    "report",
]


class NewReport(Payload):
    """What should not be here, and why."""

    kind: ReportKind
    id: IdText
    reason: str


class AbuseReportPayload(Payload):
    """A report, as the one who filed it sees it."""

    id: IdText
    kind: ReportKind
    target_id: IdText
    reason: str
    status: ReportStatus
    created_at: InstantText
    resolved_at: InstantText | None = None


class QueuedReportPayload(AbuseReportPayload):
    """A report, as those see it who act on it; a person who is gone is left out."""

    reporter: PersonPayload | None = None
    owner: PersonPayload | None = None
    resolved_by: PersonPayload | None = None


class Resolution(Payload):
    """What is done about a report."""

    action: ReportAction


Wanted = Annotated[
    Literal["open", "dismissed", "deleted", "suspended", "all"],
    QueryParameter(description="Only reports that stand so."),
]
"""Which reports are asked for."""


@post("/api/reports", refuses=[NotFound, NotYourself])
async def report(request: PhantomRequest, data: JSONBody[NewReport]) -> AbuseReportPayload:
    """Tell those who look after the place that something should not be here."""
    command = FileReport(kind=data.kind, target_id=Id(data.id), reason=data.reason)
    return _report(await request.caller.do(command))


@get("/api/admin/reports")
async def queue(
    request: PhantomRequest,
    status: Wanted = "open",
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[QueuedReportPayload]:
    """The queue of reports, the oldest first. For admins."""
    wanted = None if status == "all" else ReportStatus(status)
    found = await request.caller.ask(ListReports(status=wanted, page=page_at(limit, cursor)))
    people = await _people(request.caller, *found.items)
    return items_of(found, lambda each: _queued(each, people))


@post(
    "/api/admin/reports/{report_id:str}",
    status_code=200,
    refuses=[NotFound, AlreadyResolved, NotYourself],
)
async def act(
    request: PhantomRequest, report_id: IdInPath, data: JSONBody[Resolution]
) -> QueuedReportPayload:
    """Close a report: dismiss it, delete what it is about, or suspend its owner. For admins."""
    command = ActOnReport(report_id=ReportId(Id(report_id)), action=data.action)
    closed = await request.caller.do(command)
    return _queued(closed, await _people(request.caller, closed))


async def _people(caller: Caller, *reports: AbuseReport) -> Mapping[UserId, Person]:
    named = {
        user_id
        for each in reports
        for user_id in (each.reporter_id, each.owner_id, each.resolved_by)
        if user_id is not None
    }
    return await caller.ask(GetPeople(user_ids=tuple(sorted(named))))


def _report(report: AbuseReport) -> AbuseReportPayload:
    return AbuseReportPayload(**_fields(report))


def _queued(report: AbuseReport, people: Mapping[UserId, Person]) -> QueuedReportPayload:
    def named(user_id: UserId | None) -> PersonPayload | None:
        person = None if user_id is None else people.get(user_id)
        return None if person is None else person_of(person)

    return QueuedReportPayload(
        **_fields(report),
        reporter=named(report.reporter_id),
        owner=named(report.owner_id),
        resolved_by=named(report.resolved_by),
    )


def _fields(report: AbuseReport) -> dict[str, Any]:
    resolved_at = report.resolved_at
    return {
        "id": report.id,
        "kind": report.kind,
        "target_id": report.target_id,
        "reason": report.reason,
        "status": report.status,
        "created_at": instant(report.created_at),
        "resolved_at": None if resolved_at is None else instant(resolved_at),
    }


ROUTES = (
    Router("/", tags=["Reports"], route_handlers=[report]),
    Router("/", tags=["Admin"], route_handlers=[queue, act]),
)
"""What is served here."""
