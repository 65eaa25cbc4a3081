"""How much of the store somebody may take, and takes: an account that is exact under races."""

from datetime import timedelta

import attrs

from phantom_core.blobs.errors import BlobTooLarge
from phantom_core.kernel import UserId
from phantom_core.kernel.quantities import ByteCount
from phantom_core.uploads.errors import (
    PendingQuotaExceeded,
    StorageQuotaExceeded,
    TooManyUploads,
)

__all__ = ["StorageAccount", "UploadLimits", "expect_size"]


@attrs.frozen(kw_only=True)
class UploadLimits:
    """What one person may take of the store; what is `None` has no limit.

    Attributes:
        stored: bytes that are kept and those on their way, together.
        pending: bytes on their way.
        at_once: uploads on their way.
        largest: the largest file that may come in parts.
        life: how long an upload in parts stays open after its URLs were last asked for.
        url_life: how long the URLs of its parts are good.
    """

    stored: ByteCount | None = None
    pending: ByteCount | None = None
    at_once: int | None = None
    largest: ByteCount | None = None
    life: timedelta = timedelta(days=1)
    url_life: timedelta = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class StorageAccount:
    """What one person takes of the store.

    Attributes:
        stored: bytes that are kept.
        pending: bytes that were promised and are on their way.
        uploads: how many uploads those are.
    """

    user_id: UserId
    stored: ByteCount = ByteCount(0)
    pending: ByteCount = ByteCount(0)
    uploads: int = 0

    def reserve(self, size: ByteCount, limits: UploadLimits) -> "StorageAccount":
        """An upload of so many bytes begins; 0, if nobody knows.

        Raises: BlobTooLarge, TooManyUploads, PendingQuotaExceeded, StorageQuotaExceeded.
        """
        if limits.at_once is not None and self.uploads >= limits.at_once:
            raise TooManyUploads(limits.at_once)
        if limits.pending is not None and self.pending + size > limits.pending:
            raise PendingQuotaExceeded(limit=limits.pending, used=self.pending, wanted=size)
        self._expect_room(size, limits)
        return self._moved(pending=size, uploads=1)

    def settle(
        self, reserved: ByteCount, size: ByteCount, limits: UploadLimits
    ) -> "StorageAccount":
        """An upload ends well, and has so many bytes. Raises: StorageQuotaExceeded."""
        released = self.release(reserved)
        return released.charge(size, limits if size > reserved else UploadLimits())

    def release(self, reserved: ByteCount) -> "StorageAccount":
        """An upload ends, and nothing is kept of it."""
        return self._moved(pending=-reserved, uploads=-1)

    def charge(self, size: ByteCount, limits: UploadLimits) -> "StorageAccount":
        """So many bytes more are kept. Raises: StorageQuotaExceeded."""
        self._expect_room(size, limits)
        return self._moved(stored=size)

    def refund(self, size: ByteCount) -> "StorageAccount":
        """So many bytes are no longer kept."""
        return self._moved(stored=-size)

    def _expect_room(self, size: ByteCount, limits: UploadLimits) -> None:
        used = self.stored + self.pending
        if limits.stored is not None and used + max(1, size) > limits.stored:
            raise StorageQuotaExceeded(limit=limits.stored, used=used, wanted=size)

    def _moved(self, *, stored: int = 0, pending: int = 0, uploads: int = 0) -> "StorageAccount":
        return attrs.evolve(
            self,
            stored=ByteCount(max(0, self.stored + stored)),
            pending=ByteCount(max(0, self.pending + pending)),
            uploads=max(0, self.uploads + uploads),
        )


def expect_size(size: ByteCount, limits: UploadLimits) -> None:
    """Refuse a file that is larger than may come in parts. Raises: BlobTooLarge."""
    if limits.largest is not None and size > limits.largest:
        raise BlobTooLarge(limits.largest)
