"""Reading what was found out, and letting it go."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.events import AudioChanged
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.report import AudioFileReport, blobs_of
from phantom_core.audio.use_cases.finding import readable
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import Access, Command, NotFound, Page, PageRequest, Query, UserId

__all__ = ["DeleteDerived", "GetReport", "ListReports"]

_AT_ONCE: Final = 20
_REPORTS_AT_ONCE: Final = 100


@attrs.frozen(kw_only=True)
class GetReport(Query[AudioFileReport]):
    """Read a recording's current report. Raises: NotFound, also if there is no report yet."""

    access = Access.PERSON
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> AudioFileReport:
        """Answer the newest one."""
        file = readable(work, self.audio_file_id)
        report = work.audio_reports.current(file.id)
        if report is None:
            raise NotFound("report of audio file", file.id)
        return report


@attrs.frozen(kw_only=True)
class ListReports(Query[Page[AudioFileReport]]):
    """List a recording's reports, newest first. Raises: NotFound; Invalid, for a foreign cursor."""

    access = Access.PERSON
    audio_file_id: AudioFileId
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: AudioWork) -> Page[AudioFileReport]:
        """Answer a page."""
        return work.audio_reports.of_file(readable(work, self.audio_file_id).id, self.page)


@attrs.frozen(kw_only=True)
class DeleteDerived(Command[None]):
    """Delete everything that analyses made of somebody's recordings; none is wanted any more.

    A few recordings are done at once, fewer if many reports go with them; the others by jobs.
    """

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: AudioWork) -> None:
        """Let reports, waveforms and pictures go."""
        files = work.audio_files.with_analysis(self.user_id, _AT_ONCE)
        reports: list[AudioFileReport] = []
        for done, file in enumerate(files, 1):
            reports += _strip(work, file)
            if done == _AT_ONCE or len(reports) >= _REPORTS_AT_ONCE:
                work.enqueue(DeleteDerived(user_id=self.user_id))
                break
        doom_blobs(work, *blobs_of(reports))


def _strip(work: AudioWork, file: AudioFile) -> Sequence[AudioFileReport]:
    bare = file.unanalysed()
    work.audio_files.put(bare)
    work.record(AudioChanged(file=bare))
    return work.audio_reports.remove_of(bare.id)
