"""What owners say about their recordings, in memory."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import Annotations, AudioFileId, UserMusicAnalysis

__all__ = ["MemoryAnnotations"]


class MemoryAnnotations(Annotations):
    """Annotations by recording."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[AudioFileId, UserMusicAnalysis] = MemoryRows(
            journal, "annotation", attrgetter("audio_file_id"), name="music_annotations"
        )

    def find(self, audio_file_id: AudioFileId) -> UserMusicAnalysis | None:
        """A recording's annotation."""
        return self._rows.find(audio_file_id)

    def put(self, annotation: UserMusicAnalysis) -> None:
        """Store an annotation."""
        self._rows.remove(annotation.audio_file_id)
        self._rows.add(annotation)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take an annotation away."""
        self._rows.remove(audio_file_id)
