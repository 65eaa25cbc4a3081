"""Recordings, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from phantom_adapters.sql.repositories.audio_search import (
    FILES,
    NOUN,
    TagIndex,
    recordings_page,
    tags_page,
)
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.audio import audio_files
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio import (
    AnalysisStatus,
    AudioFile,
    AudioFileId,
    AudioFiles,
    AudioFilter,
    AudioOrder,
    TagCount,
)
from phantom_core.kernel import Id, NotFound, Page, PageRequest, UserId

__all__ = ["SqlAudioFiles"]

_FIRST_ID: Final = Id("0" * 26)
_TAGS: Final = TagIndex()
_FIND: Final = Statement(FILES.select.where(audio_files.c.id == bindparam("id")), locks=True)
_OWNER: Final = Statement(select(audio_files.c.owner_id).where(audio_files.c.id == bindparam("id")))
_WITH_ANALYSIS: Final = Statement(
    FILES.select.where(
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
        FILES.add(self._tx, file)
        _TAGS.put(self._tx, file)

    def get(self, audio_file_id: AudioFileId) -> AudioFile:
        """Find a recording, and hold it, or refuse."""
        return FILES.get(self._tx, audio_file_id)

    def find(self, audio_file_id: AudioFileId) -> AudioFile | None:
        """Find a recording, and hold it."""
        return FILES.one(self._tx, _FIND, id=audio_file_id)

    def owner_of(self, audio_file_id: AudioFileId) -> UserId | None:
        """Whose a recording is."""
        row = self._tx.row(_OWNER, id=audio_file_id)
        return None if row is None else UserId(row[0])

    def put(self, file: AudioFile) -> None:
        """Store a recording's new state."""
        FILES.put(self._tx, file)
        _TAGS.put(self._tx, file)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording away."""
        _TAGS.remove(self._tx, audio_file_id)
        if not FILES.remove(self._tx, audio_file_id):
            raise NotFound(NOUN, audio_file_id)

    def of_owner(
        self,
        owner_id: UserId,
        page: PageRequest,
        *,
        wanted: AudioFilter,
        order: AudioOrder = AudioOrder.NEWEST,
    ) -> Page[AudioFile]:
        """Those of somebody's recordings that are wanted."""
        return recordings_page(self._tx, owner_id, page, wanted, order)

    def tags_of(self, owner_id: UserId, page: PageRequest) -> Page[TagCount]:
        """The tags of somebody's recordings."""
        return tags_page(self._tx, owner_id, page)

    def with_analysis(
        self, owner_id: UserId, limit: int, after: AudioFileId | None = None
    ) -> Sequence[AudioFile]:
        """Somebody's recordings that were analysed, or are to be; they are held."""
        behind = after or _FIRST_ID
        return FILES.all(self._tx, _WITH_ANALYSIS, owner_id=owner_id, after=behind, limit=limit)
