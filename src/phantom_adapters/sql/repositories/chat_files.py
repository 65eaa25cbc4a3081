"""Files in chats, over SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.chat import chat_files
from phantom_adapters.sql.transaction import Transaction
from phantom_core.chat import ChatFile, ChatFileId, ChatFiles
from phantom_core.kernel import UserId

__all__ = ["SqlChatFiles"]

_FILES: Final = Rows(chat_files, ChatFile, noun="file")
_HELD: Final = Statement(_FILES.select.where(chat_files.c.id == bindparam("id")), locks=True)
_OF_OWNER: Final = Statement(
    _FILES.select.where(chat_files.c.owner_id == bindparam("owner_id"))
    .order_by(chat_files.c.id)
    .limit(bindparam("limit"))
)
_EXPIRED: Final = Statement(
    _FILES.select.where(chat_files.c.expires_at <= bindparam("before"))
    .order_by(chat_files.c.expires_at, chat_files.c.id)
    .limit(bindparam("limit")),
    locks=True,
)


class SqlChatFiles(ChatFiles):
    """Files in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, file: ChatFile) -> None:
        """Store a new file."""
        _FILES.add(self._tx, file)

    def find(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file, which is not held."""
        return _FILES.find(self._tx, file_id)

    def hold(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file, and hold it."""
        return _FILES.one(self._tx, _HELD, id=file_id)

    def put(self, file: ChatFile) -> None:
        """Store a file's new state."""
        _FILES.put(self._tx, file)

    def take(self, file_id: ChatFileId) -> ChatFile | None:
        """Take a file away, and answer it, if it was there."""
        file = self.hold(file_id)
        if file is not None:
            _FILES.remove(self._tx, file_id)
        return file

    def of_owner(self, owner_id: UserId, limit: int) -> Sequence[ChatFile]:
        """Files of somebody, by id."""
        return _FILES.all(self._tx, _OF_OWNER, owner_id=owner_id, limit=limit)

    def expired(self, before: datetime, limit: int) -> Sequence[ChatFile]:
        """Files that expired by a time; they are held."""
        return _FILES.all(self._tx, _EXPIRED, before=before, limit=limit)
