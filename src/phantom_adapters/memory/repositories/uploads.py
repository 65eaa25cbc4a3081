"""Files on their way in, and what people take of the store, in memory."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.uploads import (
    StorageAccount,
    StorageAccounts,
    Upload,
    UploadId,
    Uploads,
)
from phantom_core.uploads.listing import before_id, cursor_of

__all__ = ["MemoryStorageAccounts", "MemoryUploads"]


class MemoryUploads(Uploads):
    """Uploads by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UploadId, Upload] = MemoryRows(
            journal, "upload", attrgetter("id"), name="uploads"
        )

    def add(self, upload: Upload) -> None:
        """Store a new upload."""
        self._rows.add(upload)

    def find(self, upload_id: UploadId) -> Upload | None:
        """Find an upload."""
        return self._rows.find(upload_id)

    def put(self, upload: Upload) -> None:
        """Store an upload's new state."""
        self._rows.put(upload)

    def remove(self, upload_id: UploadId) -> None:
        """Take an upload away."""
        self._rows.remove(upload_id)

    def over(self, now: datetime, limit: int) -> Sequence[Upload]:
        """Uploads of which nothing is to be expected."""
        over = [upload for upload in self._rows if upload.is_over(now)]
        return sorted(over, key=attrgetter("expires_at", "id"))[:limit]

    def of_owner(self, owner_id: UserId, page: PageRequest) -> Page[Upload]:
        """Somebody's uploads that come in parts, newest first."""
        before = before_id(page)
        rows = [
            upload
            for upload in self._rows
            if upload.owner_id == owner_id
            and upload.part_size is not None
            and (before is None or upload.id < before)
        ]
        rows.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rows, page.limit, lambda upload: cursor_of(upload.id))


class MemoryStorageAccounts(StorageAccounts):
    """Accounts by person."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UserId, StorageAccount] = MemoryRows(
            journal, "storage account", attrgetter("user_id"), name="storage_accounts"
        )

    def hold(self, user_id: UserId) -> StorageAccount:
        """Somebody's account; there is one from now on."""
        found = self._rows.find(user_id)
        if found is None:
            found = StorageAccount(user_id=user_id)
            self._rows.add(found)
        return found

    def look(self, user_id: UserId) -> StorageAccount:
        """Somebody's account as it stands."""
        return self._rows.find(user_id) or StorageAccount(user_id=user_id)

    def put(self, account: StorageAccount) -> None:
        """Store an account's new state."""
        self._rows.put(account)
