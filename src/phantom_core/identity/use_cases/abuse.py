"""Reporting what should not be here, and acting on it."""

import attrs

from phantom_core.identity import policy
from phantom_core.identity.abuse_report import (
    AbuseReport,
    ReportAction,
    ReportId,
    ReportKind,
    ReportStatus,
)
from phantom_core.identity.events import ContentCondemned, ReportResolved
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._office import audit, suspend
from phantom_core.identity.use_cases._sight import hold_both
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Page, PageRequest

__all__ = ["ActOnReport", "FileReport", "ListReports"]


@attrs.frozen(kw_only=True)
class FileReport(Command[AbuseReport]):
    """Tell those who look after the place that something should not be here.

    One may report whom one has blocked. Of what one may not know of there is nothing to report:
    other people's private recordings and images, messages of chats and private rooms that one is
    not in, and whoever has blocked one. For a room its host answers. Who reports the same again
    while a report of theirs is open is answered with that one.

    Raises: NotFound, Invalid, NotYourself.
    """

    access = Access.PERSON
    kind: ReportKind
    target_id: Id
    reason: str

    def run(self, work: IdentityWork) -> AbuseReport:
        """Answer the report."""
        me = work.actor.person
        hold_both(work, me, UserId(self.target_id) if self.kind is ReportKind.USER else me)
        owner_id = _owner(work, self.kind, self.target_id)
        policy.may_report(me, owner_id).enforce()
        report = AbuseReport(
            id=ReportId(work.new_id()),
            reporter_id=me,
            kind=self.kind,
            target_id=self.target_id,
            owner_id=owner_id,
            reason=self.reason,
            created_at=work.now,
        )
        standing = work.abuse_reports.open_as(report)
        if standing is not None:
            return standing
        work.abuse_reports.add(report)
        return report


@attrs.frozen(kw_only=True)
class ListReports(Query[Page[AbuseReport]]):
    """Look through the reports, the oldest first. Raises: Invalid.

    Attributes:
        status: only those; `None` for all.
    """

    access = Access.ADMIN
    status: ReportStatus | None = ReportStatus.OPEN
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[AbuseReport]:
        """Answer the queue."""
        return work.abuse_reports.page(self.status, self.page)


@attrs.frozen(kw_only=True)
class ActOnReport(Command[AbuseReport]):
    """Close a report: dismiss it, delete what it is about, or suspend who answers for that.

    Nobody acts on a report of what they answer for themself.

    Raises: NotFound, AlreadyResolved; Forbidden, if things of this kind cannot be deleted;
    NotYourself.
    """

    access = Access.ADMIN
    report_id: ReportId
    action: ReportAction

    def run(self, work: IdentityWork) -> AbuseReport:
        """Answer the closed report."""
        report = work.abuse_reports.get(self.report_id)
        policy.may_judge(work.actor, report.owner_id).enforce()
        policy.may_act_on(report.kind, self.action).enforce()
        closed = report.resolve(self.action, work.actor.user_id, work.now)
        work.abuse_reports.put(closed)
        audit(work, f"report.{closed.status.value}", "report", report.id, report.kind.value)
        work.record(
            ReportResolved(user_id=report.reporter_id, report_id=report.id, status=closed.status)
        )
        _carry_out(work, report, self.action)
        return closed


def _owner(work: IdentityWork, kind: ReportKind, target_id: Id) -> UserId:
    """Who answers for a thing that the actor may know of.

    A user that is reported is held, and so is there.
    """
    me, owner_id = work.actor.person, None
    if kind is ReportKind.USER:
        owner_id = UserId(target_id)
    if kind is ReportKind.AUDIO:
        owner_id = work.audio_owners.owner_of(target_id, seen_by=me)
    if kind is ReportKind.IMAGE:
        owner_id = work.image_owners.owner_of(target_id, seen_by=me)
    if kind is ReportKind.MESSAGE:
        owner_id = work.message_owners.owner_of(target_id, seen_by=me)
    if kind is ReportKind.ROOM:
        owner_id = work.room_owners.owner_of(target_id, seen_by=me)
    if owner_id is None or work.blocks.exists(owner_id, me):
        raise NotFound(kind.value, target_id)
    return owner_id


def _carry_out(work: IdentityWork, report: AbuseReport, action: ReportAction) -> None:
    if action is ReportAction.SUSPEND:
        suspend(work, report.owner_id)
    if action is ReportAction.DELETE:
        work.record(
            ContentCondemned(user_id=report.owner_id, kind=report.kind, target_id=report.target_id)
        )
