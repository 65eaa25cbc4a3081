"""Reading what was found out, and letting it go."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.events import AudioChanged
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.report import MOST_REPORTS, AudioFileReport, blobs_of
from phantom_core.audio.use_cases.finding import readable
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import (
    Access,
    Command,
    Id,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
    uuid7,
)

__all__ = ["DeleteDerived", "GetReport", "ListReports"]

_LAST: Final = (1 << 74) - 1
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
    """Delete what analyses made of somebody's recordings so far; none of it is wanted any more.

    A few recordings are done at once, fewer if many reports go with them; the others by jobs,
    which leave alone what was wished for, or made, in the meantime.

    Attributes:
        before: an id that is newer than all that goes; the last of this moment, if not given.
        after: the recording that was done last; they are done by id.
    """

    access = Access.SYSTEM
    job_version = 2
    user_id: UserId
    before: Id | None = None
    after: AudioFileId | None = None

    def run(self, work: AudioWork) -> None:
        """Let reports, waveforms and pictures go."""
        before = self.before or uuid7(work.now, _LAST)
        files = work.audio_files.with_analysis(self.user_id, _AT_ONCE, self.after)
        reports: list[AudioFileReport] = []
        for done, file in enumerate(files, 1):
            reports += _strip(work, file, before)
            if done == _AT_ONCE or len(reports) >= _REPORTS_AT_ONCE:
                rest = DeleteDerived(user_id=self.user_id, before=before, after=file.id)
                work.enqueue(rest)
                break
        doom_blobs(work, *blobs_of(reports))


def _strip(work: AudioWork, file: AudioFile, before: Id) -> Sequence[AudioFileReport]:
    newer = _newer(work, file, before)
    reports = work.audio_reports.remove_of(file.id, but=newer)
    bare = file if newer or (file.analysis_run or before) > before else file.unanalysed()
    if reports or bare != file:
        work.audio_files.put(bare)
        work.record(AudioChanged(file=bare))
    return reports


def _newer(work: AudioWork, file: AudioFile, before: Id) -> int:
    """How many of a recording's reports are newer than an id."""
    newest = work.audio_reports.current(file.id)
    if newest is None or newest.id < before:
        return 0
    known = work.audio_reports.of_file(file.id, PageRequest(limit=MOST_REPORTS)).items
    return sum(report.id > before for report in known)
