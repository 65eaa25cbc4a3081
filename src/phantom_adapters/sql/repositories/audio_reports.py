"""Reports of recordings, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.audio import audio_reports
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio import AudioFileId, AudioFileReport, AudioReports
from phantom_core.audio.listing import LAST_ID, REPORTS, before_id, id_cursor
from phantom_core.kernel import Page, PageRequest

__all__ = ["SqlAudioReports"]

_REPORTS: Final = Rows(audio_reports, AudioFileReport, noun="report")
_OF_FILE: Final = _REPORTS.select.where(
    audio_reports.c.audio_file_id == bindparam("audio_file_id")
).order_by(audio_reports.c.id.desc())
_ALL: Final = 2**31 - 1
_OLDER: Final = Statement(_OF_FILE.limit(bindparam("limit")).offset(bindparam("offset")))
_CURRENT: Final = Statement(_OF_FILE.limit(1))
_PAGE: Final = Statement(
    _OF_FILE.where(audio_reports.c.id < bindparam("before")).limit(bindparam("limit"))
)
_REMOVE: Final = Statement(
    delete(audio_reports).where(
        audio_reports.c.audio_file_id == bindparam("audio_file_id"),
        audio_reports.c.id <= bindparam("newest"),
    )
)


class SqlAudioReports(AudioReports):
    """Reports in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, report: AudioFileReport) -> None:
        """Store a report."""
        _REPORTS.add(self._tx, report)

    def current(self, audio_file_id: AudioFileId) -> AudioFileReport | None:
        """The newest report."""
        return _REPORTS.one(self._tx, _CURRENT, audio_file_id=audio_file_id)

    def of_file(self, audio_file_id: AudioFileId, page: PageRequest) -> Page[AudioFileReport]:
        """A recording's reports, newest first."""
        before = before_id(page, REPORTS) or LAST_ID
        rows = _REPORTS.all(
            self._tx, _PAGE, audio_file_id=audio_file_id, before=before, limit=page.limit + 1
        )
        return Page.of(rows, page.limit, lambda report: id_cursor(REPORTS, report.id))

    def remove_of(self, audio_file_id: AudioFileId, *, but: int = 0) -> Sequence[AudioFileReport]:
        """Take all but the newest of a recording's reports away."""
        reports = _REPORTS.all(
            self._tx, _OLDER, audio_file_id=audio_file_id, limit=_ALL, offset=but
        )
        if reports:
            self._tx.run(_REMOVE, audio_file_id=audio_file_id, newest=reports[0].id)
        return reports
