"""Recordings on their way in, over SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.audio import uploads
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio import AudioFileId, Upload, Uploads

__all__ = ["SqlUploads"]

_UPLOADS: Final = Rows(uploads, Upload, noun="upload")
_FIND: Final = Statement(_UPLOADS.select.where(uploads.c.id == bindparam("id")), locks=True)
_OVER: Final = Statement(
    _UPLOADS.select.where(uploads.c.expires_at <= bindparam("now"))
    .order_by(uploads.c.expires_at, uploads.c.id)
    .limit(bindparam("limit")),
    locks=True,
)


class SqlUploads(Uploads):
    """Uploads in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, upload: Upload) -> None:
        """Store a new upload."""
        _UPLOADS.add(self._tx, upload)

    def find(self, upload_id: AudioFileId) -> Upload | None:
        """Find an upload, and hold it."""
        return _UPLOADS.one(self._tx, _FIND, id=upload_id)

    def put(self, upload: Upload) -> None:
        """Store an upload's new state."""
        _UPLOADS.put(self._tx, upload)

    def remove(self, upload_id: AudioFileId) -> None:
        """Take an upload away."""
        _UPLOADS.remove(self._tx, upload_id)

    def over(self, now: datetime, limit: int) -> Sequence[Upload]:
        """Uploads of which nothing is to be expected; they are held."""
        return _UPLOADS.all(self._tx, _OVER, now=now, limit=limit)
