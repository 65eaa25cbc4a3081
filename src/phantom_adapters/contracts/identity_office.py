"""What every store of reports of abuse, and every audit trail, promises."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    add_people,
    all_pages,
    read,
    user,
    user_id,
    write,
    write_each,
)
from phantom_core.identity import (
    AbuseReport,
    AuditFilter,
    AuditId,
    AuditRecord,
    ReportAction,
    ReportId,
    ReportKind,
    ReportStatus,
)
from phantom_core.kernel import (
    Conflict,
    Cursor,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
    cursor_after,
    uuid7,
)

__all__ = ["AbuseReportsContract", "AuditTrailContract"]


def _report(number: int) -> AbuseReport:
    return AbuseReport(
        id=ReportId(uuid7(MOMENT, number)),
        reporter_id=user_id(1),
        kind=ReportKind.USER,
        target_id=user_id(2),
        owner_id=user_id(2),
        reason="Rude.\nTwice.",
        created_at=MOMENT,
    )


def _record(number: int) -> AuditRecord:
    return AuditRecord(
        id=AuditId(uuid7(MOMENT, number)),
        at=MOMENT + timedelta(seconds=number),
        actor_id=user_id(1) if number % 2 else None,
        action="user.suspended",
        target_kind="user",
        target_id=user_id(2),
        detail="☹",
    )


class AbuseReportsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """One who reports, one who is reported, one who decides."""
        await add_people(storage, user(1), user(2), user(3))

    async def _add(self, storage: Storage, *reports: AbuseReport) -> None:
        await write_each(storage, lambda work, report: work.abuse_reports.add(report), *reports)

    async def test_a_report_is_read_back_as_it_was_stored_and_changed(
        self, storage: Storage
    ) -> None:
        report = _report(1)
        closed = report.resolve(ReportAction.SUSPEND, user_id(3), MOMENT + timedelta(days=1))
        await self._add(storage, report)

        assert await read(storage, lambda work: work.abuse_reports.get(report.id)) == report
        await write(storage, lambda work: work.abuse_reports.put(closed))
        assert await read(storage, lambda work: work.abuse_reports.get(report.id)) == closed

    async def test_an_id_is_given_once(self, storage: Storage) -> None:
        await self._add(storage, _report(1))

        with pytest.raises(Conflict):
            await self._add(storage, attrs.evolve(_report(1), reason="Else."))

    async def test_what_is_not_there_is_neither_found_nor_changed(self, storage: Storage) -> None:
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.abuse_reports.get(_report(1).id))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.abuse_reports.put(_report(1)))

    async def test_an_open_report_is_found_by_what_it_says(self, storage: Storage) -> None:
        closed, first, second = _report(1), _report(2), _report(3)
        await self._add(storage, closed.resolve(ReportAction.DISMISS, None, MOMENT), second, first)

        async def open_as(**otherwise: Any) -> Any:
            report = attrs.evolve(_report(9), **otherwise)
            return await read(storage, lambda work: work.abuse_reports.open_as(report))

        assert await open_as() == first
        assert await open_as(reporter_id=user_id(2)) is None
        assert await open_as(kind=ReportKind.AUDIO) is None
        assert await open_as(target_id=user_id(1)) is None
        assert await open_as(reason="Else.") is None

    async def test_they_are_listed_the_oldest_first(self, storage: Storage) -> None:
        reports = [_report(number) for number in range(1, 6)]
        reports[2] = reports[2].resolve(ReportAction.DISMISS, None, MOMENT)
        await self._add(storage, *reversed(reports))

        def page_of(status: ReportStatus | None) -> Any:
            return lambda work, page: work.abuse_reports.page(status, page)

        for limit in (1, 2, 5):
            assert await all_pages(storage, page_of(None), limit=limit) == reports
            still_open = await all_pages(storage, page_of(ReportStatus.OPEN), limit=limit)
            assert still_open == [*reports[:2], *reports[3:]]
        assert await all_pages(storage, page_of(ReportStatus.DISMISSED), limit=2) == [reports[2]]
        assert await all_pages(storage, page_of(ReportStatus.DELETED), limit=2) == []

    @pytest.mark.parametrize(
        "cursor", [cursor_after("audit", _report(1).id), cursor_after("reports", "no id")]
    )
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, cursor: Cursor
    ) -> None:
        page = PageRequest(cursor=cursor)

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.abuse_reports.page(None, page))


class AuditTrailContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """One in office, and one who is not."""
        await add_people(storage, user(1), user(2))

    async def _add(self, storage: Storage, *records: AuditRecord) -> None:
        await write_each(storage, lambda work, record: work.audit_trail.add(record), *records)

    async def test_acts_are_listed_as_they_were_written_the_latest_first(
        self, storage: Storage
    ) -> None:
        records = [_record(number) for number in range(1, 5)]
        await self._add(storage, *records)

        for limit in (1, 3, 4):
            pages = await all_pages(
                storage, lambda work, page: work.audit_trail.page(page), limit=limit
            )
            assert pages == records[::-1]

    async def test_acts_are_chosen_by_what_was_done_by_whom_and_to_what(
        self, storage: Storage
    ) -> None:
        records = [
            _record(1),
            attrs.evolve(_record(2), action="user.erased"),
            attrs.evolve(_record(3), action="user.erased"),
            attrs.evolve(_record(4), action="user.erased", target_id=user_id(1)),
        ]
        await self._add(storage, *records)

        async def found(**wanted: Any) -> Sequence[AuditRecord]:
            chosen = AuditFilter(**wanted)
            return await all_pages(
                storage, lambda work, page: work.audit_trail.page(page, chosen), limit=1
            )

        assert await found(action="user.erased") == records[:0:-1]
        assert await found(action="user.erased", actor_id=user_id(1)) == [records[2]]
        assert await found(target_id=user_id(1)) == [records[3]]
        assert await found(action="user") == []

    async def test_acts_are_chosen_by_when_they_were_done(self, storage: Storage) -> None:
        begin = _record(1).at
        records = [
            attrs.evolve(_record(number), at=begin + timedelta(minutes=number))
            for number in range(5)
        ]
        await self._add(storage, *records)

        async def found(**wanted: Any) -> Sequence[AuditRecord]:
            chosen = AuditFilter(**wanted)
            return await all_pages(
                storage, lambda work, page: work.audit_trail.page(page, chosen), limit=2
            )

        assert await found(since=records[1].at) == records[:0:-1]
        assert await found(until=records[3].at) == records[2::-1]
        assert await found(since=records[1].at, until=records[2].at) == [records[1]]
        assert await found(until=begin, actor_id=user_id(1)) == []

    async def test_what_is_written_stays(self, storage: Storage) -> None:
        await self._add(storage, _record(1))

        with pytest.raises(Conflict):
            await self._add(storage, attrs.evolve(_record(1), action="nothing"))
        pages = await all_pages(storage, lambda work, page: work.audit_trail.page(page), limit=9)
        assert pages == [_record(1)]

    async def test_a_cursor_of_another_list_is_refused(self, storage: Storage) -> None:
        page = PageRequest(cursor=cursor_after("reports", _record(1).id))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.audit_trail.page(page))
