"""Recordings on their way in, in memory."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import AudioFileId, Upload, Uploads
from phantom_core.kernel import UserId

__all__ = ["MemoryUploads"]


class MemoryUploads(Uploads):
    """Uploads by id, and by their owners' keys."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[AudioFileId, Upload] = MemoryRows(
            journal, "upload", attrgetter("id"), unique={"key": _owners_key}
        )

    def add(self, upload: Upload) -> None:
        """Store a new upload."""
        self._rows.add(upload)

    def find(self, upload_id: AudioFileId) -> Upload | None:
        """Find an upload."""
        return self._rows.find(upload_id)

    def find_by_key(self, owner_id: UserId, key: str) -> Upload | None:
        """Find somebody's upload by its key."""
        return self._rows.by("key", (owner_id, key))

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


def _owners_key(upload: Upload) -> tuple[UserId, str] | None:
    return None if upload.key is None else (upload.owner_id, upload.key)
