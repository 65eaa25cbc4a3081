"""Recordings, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import AnalysisStatus, AudioFile, AudioFileId, AudioFiles, Visibility
from phantom_core.audio.listing import RECORDINGS, before_id, id_cursor
from phantom_core.kernel import NotFound, Page, PageRequest, UserId

__all__ = ["MemoryAudioFiles"]


class MemoryAudioFiles(AudioFiles):
    """Recordings by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[AudioFileId, AudioFile] = MemoryRows(
            journal, "audio file", attrgetter("id")
        )

    def add(self, file: AudioFile) -> None:
        """Store a new recording."""
        self._rows.add(file)

    def get(self, audio_file_id: AudioFileId) -> AudioFile:
        """Find a recording, or refuse."""
        return self._rows.get(audio_file_id)

    def find(self, audio_file_id: AudioFileId) -> AudioFile | None:
        """Find a recording."""
        return self._rows.find(audio_file_id)

    def owner_of(self, audio_file_id: AudioFileId) -> UserId | None:
        """Whose a recording is."""
        file = self._rows.find(audio_file_id)
        return None if file is None else file.owner_id

    def put(self, file: AudioFile) -> None:
        """Store a recording's new state."""
        self._rows.put(file)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording away."""
        if not self._rows.remove(audio_file_id):
            raise NotFound("audio file", audio_file_id)

    def of_owner(
        self, owner_id: UserId, page: PageRequest, *, public_only: bool
    ) -> Page[AudioFile]:
        """Somebody's recordings, newest first."""
        before = before_id(page, RECORDINGS)
        rows = [
            file
            for file in self._rows
            if file.owner_id == owner_id
            and (file.visibility is Visibility.PUBLIC or not public_only)
            and (before is None or file.id < before)
        ]
        rows.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rows, page.limit, lambda file: id_cursor(RECORDINGS, file.id))

    def with_analysis(
        self, owner_id: UserId, limit: int, after: AudioFileId | None = None
    ) -> Sequence[AudioFile]:
        """Somebody's recordings that were analysed, or are to be."""
        touched = [
            file
            for file in self._rows
            if file.owner_id == owner_id
            and file.analysis_status is not AnalysisStatus.NONE
            and (after is None or file.id > after)
        ]
        return sorted(touched, key=attrgetter("id"))[:limit]
