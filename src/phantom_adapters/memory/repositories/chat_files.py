"""Files in chats, in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs.uses import BlobUse
from phantom_core.chat import ChatFile, ChatFileId, ChatFiles
from phantom_core.kernel import UserId

__all__ = ["MemoryChatFiles"]


class MemoryChatFiles(ChatFiles):
    """Files by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[ChatFileId, ChatFile] = MemoryRows(
            journal, "file", attrgetter("id"), name="chat_files"
        )

    def add(self, file: ChatFile) -> None:
        """Store a new file."""
        self._rows.add(file)

    def find(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file."""
        return self._rows.find(file_id)

    def hold(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file."""
        return self._rows.find(file_id)

    def put(self, file: ChatFile) -> None:
        """Store a file's new state."""
        self._rows.put(file)

    def take(self, file_id: ChatFileId) -> ChatFile | None:
        """Take a file away, and answer it, if it was there."""
        file = self._rows.find(file_id)
        if file is not None:
            self._rows.remove(file_id)
        return file

    def of_owner(self, owner_id: UserId, limit: int) -> Sequence[ChatFile]:
        """Files of somebody, by id."""
        theirs = [file for file in self._rows if file.owner_id == owner_id]
        return sorted(theirs, key=attrgetter("id"))[:limit]

    def expired(self, before: datetime, limit: int) -> Sequence[ChatFile]:
        """Files that expired by a time."""
        over = [each for each in self._rows if each.expires_at and each.expires_at <= before]
        return sorted(over, key=attrgetter("expires_at", "id"))[:limit]

    def uses(self) -> Iterator[BlobUse]:
        """The blobs that files name."""
        return (BlobUse(key=file.blob, kind="file", id=file.id) for file in self._rows)
