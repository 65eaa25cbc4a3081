"""Files on their way in, and what people take of the store, over SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.uploads import storage_accounts, uploads
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.uploads import (
    StorageAccount,
    StorageAccounts,
    Upload,
    UploadId,
    Uploads,
)
from phantom_core.uploads.listing import LAST_ID, before_id, cursor_of

__all__ = ["SqlStorageAccounts", "SqlUploads"]

_UPLOADS: Final = Rows(uploads, Upload, noun="upload")
_FIND: Final = Statement(_UPLOADS.select.where(uploads.c.id == bindparam("id")), locks=True)
_OVER: Final = Statement(
    _UPLOADS.select.where(uploads.c.expires_at <= bindparam("now"))
    .order_by(uploads.c.expires_at, uploads.c.id)
    .limit(bindparam("limit")),
    locks=True,
)
_PAGE: Final = Statement(
    _UPLOADS.select.where(
        uploads.c.owner_id == bindparam("owner_id"),
        uploads.c.part_size.is_not(None),
        uploads.c.id < bindparam("before"),
    )
    .order_by(uploads.c.id.desc())
    .limit(bindparam("limit"))
)
_ACCOUNTS: Final = Rows(storage_accounts, StorageAccount, noun="storage account")
_ENSURE: Final = Statement(
    insert(storage_accounts)
    .values(user_id=bindparam("user_id"), stored=0, pending=0, uploads=0)
    .on_conflict_do_nothing()
)


class SqlUploads(Uploads):
    """Uploads in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, upload: Upload) -> None:
        """Store a new upload."""
        _UPLOADS.add(self._tx, upload)

    def find(self, upload_id: UploadId) -> Upload | None:
        """Find an upload, and hold it."""
        return _UPLOADS.one(self._tx, _FIND, id=upload_id)

    def put(self, upload: Upload) -> None:
        """Store an upload's new state."""
        _UPLOADS.put(self._tx, upload)

    def remove(self, upload_id: UploadId) -> None:
        """Take an upload away."""
        _UPLOADS.remove(self._tx, upload_id)

    def over(self, now: datetime, limit: int) -> Sequence[Upload]:
        """Uploads of which nothing is to be expected; they are held."""
        return _UPLOADS.all(self._tx, _OVER, now=now, limit=limit)

    def of_owner(self, owner_id: UserId, page: PageRequest) -> Page[Upload]:
        """Somebody's uploads that come in parts, newest first."""
        before = before_id(page) or LAST_ID
        rows = _UPLOADS.all(self._tx, _PAGE, owner_id=owner_id, before=before, limit=page.limit + 1)
        return Page.of(rows, page.limit, lambda upload: cursor_of(upload.id))


class SqlStorageAccounts(StorageAccounts):
    """Accounts in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def hold(self, user_id: UserId) -> StorageAccount:
        """Somebody's account, held; there is one from now on."""
        self._tx.execute(_ENSURE, {"user_id": user_id})
        return _ACCOUNTS.get(self._tx, user_id)

    def look(self, user_id: UserId) -> StorageAccount:
        """Somebody's account as it stands."""
        return _ACCOUNTS.find(self._tx, user_id) or StorageAccount(user_id=user_id)

    def put(self, account: StorageAccount) -> None:
        """Store an account's new state."""
        _ACCOUNTS.put(self._tx, account)
