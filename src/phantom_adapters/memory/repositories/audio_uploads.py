"""Recordings on their way in, in memory."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import AudioFileId, Upload, Uploads

__all__ = ["MemoryUploads"]


class MemoryUploads(Uploads):
    """Uploads by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[AudioFileId, Upload] = MemoryRows(
            journal, "upload", attrgetter("id")
        )

    def add(self, upload: Upload) -> None:
        """Store a new upload."""
        self._rows.add(upload)

    def find(self, upload_id: AudioFileId) -> Upload | None:
        """Find an upload."""
        return self._rows.find(upload_id)

    def put(self, upload: Upload) -> None:
        """Store an upload's new state."""
        self._rows.put(upload)

    def remove(self, upload_id: AudioFileId) -> None:
        """Take an upload away."""
        self._rows.remove(upload_id)

    def over(self, now: datetime, limit: int) -> Sequence[Upload]:
        """Uploads of which nothing is to be expected."""
        over = [upload for upload in self._rows if upload.is_over(now)]
        return sorted(over, key=attrgetter("expires_at", "id"))[:limit]
