"""What uploads need of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.blobs.ledger_ports import LedgerWork
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.uploads.quota import StorageAccount
from phantom_core.uploads.upload import Upload, UploadId

__all__ = ["StorageAccounts", "Uploads", "UploadsWork"]


class Uploads(Protocol):
    """Files on their way in."""

    def add(self, upload: Upload) -> None:
        """Store a new upload. Raises: Conflict, if its id is in use."""

    def find(self, upload_id: UploadId) -> Upload | None:
        """Find an upload, held until the transaction ends; `None` if there is none."""

    def put(self, upload: Upload) -> None:
        """Store an upload's new state. Raises: NotFound."""

    def remove(self, upload_id: UploadId) -> None:
        """Take an upload away. Where there is none, nothing happens."""

    def over(self, now: datetime, limit: int) -> Sequence[Upload]:
        """Up to `limit` uploads that are over by `now`, the longest over first, then by id.

        They are held until the transaction ends.
        """

    def of_owner(self, owner_id: UserId, page: PageRequest) -> Page[Upload]:
        """Somebody's uploads that come in parts, newest first.

        Raises: Invalid, for a foreign cursor.
        """


class StorageAccounts(Protocol):
    """What people take of the store."""

    def hold(self, user_id: UserId) -> StorageAccount:
        """Somebody's account, held until the transaction ends; an empty one, if they have none.

        Of many transactions that hold one at once, one goes on, and the others wait for its end,
        or fail and are done again.
        """

    def look(self, user_id: UserId) -> StorageAccount:
        """Somebody's account as it stands, not held; an empty one, if they have none."""

    def put(self, account: StorageAccount) -> None:
        """Store an account's new state, once it is held."""


class UploadsWork(LedgerWork, Protocol):
    """The unit of work of whoever takes files in."""

    uploads: Uploads
    storage_accounts: StorageAccounts
