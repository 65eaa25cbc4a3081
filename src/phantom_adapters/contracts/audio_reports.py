"""What every store of reports promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository, audio_file, report
from phantom_core.audio import AudioFileReport
from phantom_core.kernel import Conflict, Invalid, Page, PageRequest, Storage, cursor_after

__all__ = ["AudioReportsContract"]

_FILE = audio_file(1)


class AudioReportsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def reports(self, storage: Storage) -> Any:
        """The repository under test; there are two recordings to report on."""
        files: Any = Repository(storage, "audio_files")
        await files.add(_FILE)
        await files.add(audio_file(2))
        return Repository(storage, "audio_reports")

    async def test_a_report_is_read_back_as_it_was_stored(self, reports: Any) -> None:
        await reports.add(report(1))

        assert await reports.current(_FILE.id) == report(1)

    async def test_an_id_is_used_once(self, reports: Any) -> None:
        await reports.add(report(1))

        with pytest.raises(Conflict):
            await reports.add(report(1, analyzer="other"))

    async def test_the_newest_is_current(self, reports: Any) -> None:
        for number in (2, 3, 1):
            await reports.add(report(number))
        await reports.add(report(4, audio_file_id=audio_file(2).id))

        assert await reports.current(_FILE.id) == report(3)
        assert await reports.current(audio_file(3).id) is None

    async def test_lists_show_one_recordings_newest_first_in_pages(self, reports: Any) -> None:
        for number in (2, 3, 1):
            await reports.add(report(number))
        await reports.add(report(4, audio_file_id=audio_file(2).id))

        first: Page[AudioFileReport] = await reports.of_file(_FILE.id, PageRequest(limit=2))
        rest = PageRequest(limit=2, cursor=first.next)
        second: Page[AudioFileReport] = await reports.of_file(_FILE.id, rest)

        assert [*first.items] == [report(3), report(2)]
        assert [*second.items] == [report(1)]
        assert second.next is None

    @pytest.mark.parametrize(
        "cursor", [cursor_after("audio-reports", "x"), cursor_after("audio", "0" * 26)]
    )
    async def test_a_foreign_cursor_is_refused(self, reports: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await reports.of_file(_FILE.id, PageRequest(cursor=cursor))

    async def test_a_recordings_reports_are_removed_together(self, reports: Any) -> None:
        other = report(4, audio_file_id=audio_file(2).id)
        for stored in (report(1), report(2), other):
            await reports.add(stored)

        assert [*await reports.remove_of(_FILE.id)] == [report(2), report(1)]
        assert await reports.current(_FILE.id) is None
        assert await reports.current(audio_file(2).id) == other
        assert [*await reports.remove_of(_FILE.id)] == []

    async def test_the_newest_reports_may_be_spared(self, reports: Any) -> None:
        for number in (2, 4, 1, 3):
            await reports.add(report(number))

        assert [*await reports.remove_of(_FILE.id, but=4)] == []
        assert [*await reports.remove_of(_FILE.id, but=2)] == [report(2), report(1)]
        left: Page[AudioFileReport] = await reports.of_file(_FILE.id, PageRequest())
        assert [*left.items] == [report(4), report(3)]
