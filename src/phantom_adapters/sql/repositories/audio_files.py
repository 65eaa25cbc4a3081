"""Recordings, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.audio import audio_files
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio import AnalysisStatus, AudioFile, AudioFileId, AudioFiles, Visibility
from phantom_core.audio.listing import LAST_ID, RECORDINGS, before_id, id_cursor
from phantom_core.kernel import Id, NotFound, Page, PageRequest, UserId

__all__ = ["SqlAudioFiles"]

_FIRST_ID: Final = Id("0" * 26)
_NOUN: Final = "audio file"
_FILES: Final = Rows(audio_files, AudioFile, noun=_NOUN)
_FIND: Final = Statement(_FILES.select.where(audio_files.c.id == bindparam("id")), locks=True)
_OWNER: Final = Statement(select(audio_files.c.owner_id).where(audio_files.c.id == bindparam("id")))
_ALL: Final = (
    _FILES.select.where(
        audio_files.c.owner_id == bindparam("owner_id"), audio_files.c.id < bindparam("before")
    )
    .order_by(audio_files.c.id.desc())
    .limit(bindparam("limit"))
)
_PAGE: Final = Statement(_ALL)
_PUBLIC_PAGE: Final = Statement(_ALL.where(audio_files.c.visibility == Visibility.PUBLIC))
_WITH_ANALYSIS: Final = Statement(
    _FILES.select.where(
        audio_files.c.owner_id == bindparam("owner_id"),
        audio_files.c.analysis_status != AnalysisStatus.NONE,
        audio_files.c.id > bindparam("after"),
    )
    .order_by(audio_files.c.id)
    .limit(bindparam("limit")),
    locks=True,
)


class SqlAudioFiles(AudioFiles):
    """Recordings in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, file: AudioFile) -> None:
        """Store a new recording."""
        _FILES.add(self._tx, file)

    def get(self, audio_file_id: AudioFileId) -> AudioFile:
        """Find a recording, and hold it, or refuse."""
        return _FILES.get(self._tx, audio_file_id)

    def find(self, audio_file_id: AudioFileId) -> AudioFile | None:
        """Find a recording, and hold it."""
        return _FILES.one(self._tx, _FIND, id=audio_file_id)

    def owner_of(self, audio_file_id: AudioFileId) -> UserId | None:
        """Whose a recording is."""
        row = self._tx.row(_OWNER, id=audio_file_id)
        return None if row is None else UserId(row[0])

    def put(self, file: AudioFile) -> None:
        """Store a recording's new state."""
        _FILES.put(self._tx, file)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording away."""
        if not _FILES.remove(self._tx, audio_file_id):
            raise NotFound(_NOUN, audio_file_id)

    def of_owner(
        self, owner_id: UserId, page: PageRequest, *, public_only: bool
    ) -> Page[AudioFile]:
        """Somebody's recordings, newest first."""
        rows = _FILES.all(
            self._tx,
            _PUBLIC_PAGE if public_only else _PAGE,
            owner_id=owner_id,
            before=before_id(page, RECORDINGS) or LAST_ID,
            limit=page.limit + 1,
        )
        return Page.of(rows, page.limit, lambda file: id_cursor(RECORDINGS, file.id))

    def with_analysis(
        self, owner_id: UserId, limit: int, after: AudioFileId | None = None
    ) -> Sequence[AudioFile]:
        """Somebody's recordings that were analysed, or are to be; they are held."""
        behind = after or _FIRST_ID
        return _FILES.all(self._tx, _WITH_ANALYSIS, owner_id=owner_id, after=behind, limit=limit)
