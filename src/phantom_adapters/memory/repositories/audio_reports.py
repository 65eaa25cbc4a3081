"""Reports of recordings, in memory."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import AudioFileId, AudioFileReport, AudioReports, ReportId
from phantom_core.audio.listing import REPORTS, before_id, id_cursor
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import Page, PageRequest

__all__ = ["MemoryAudioReports"]


class MemoryAudioReports(AudioReports):
    """Reports by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ReportId, AudioFileReport] = MemoryRows(
            journal, "report", attrgetter("id")
        )

    def add(self, report: AudioFileReport) -> None:
        """Store a report."""
        self._rows.add(report)

    def current(self, audio_file_id: AudioFileId) -> AudioFileReport | None:
        """The newest report."""
        return next(iter(self._newest_first(audio_file_id)), None)

    def of_file(self, audio_file_id: AudioFileId, page: PageRequest) -> Page[AudioFileReport]:
        """A recording's reports, newest first."""
        before = before_id(page, REPORTS)
        reports = self._newest_first(audio_file_id)
        rows = [report for report in reports if before is None or report.id < before]
        return Page.of(rows, page.limit, lambda report: id_cursor(REPORTS, report.id))

    def remove_of(self, audio_file_id: AudioFileId, *, but: int = 0) -> Sequence[AudioFileReport]:
        """Take all but the newest of a recording's reports away."""
        reports = self._newest_first(audio_file_id)[but:]
        for report in reports:
            self._rows.remove(report.id)
        return reports

    def _newest_first(self, audio_file_id: AudioFileId) -> list[AudioFileReport]:
        reports = [report for report in self._rows if report.audio_file_id == audio_file_id]
        return sorted(reports, key=attrgetter("id"), reverse=True)

    def uses(self) -> Iterator[BlobUse]:
        """The blobs that reports name."""
        return (
            BlobUse(key=key, kind="report", id=report.id)
            for report in self._rows
            for key in (report.waveform, report.picture)
        )
