"""The steps of taking a file in, for the commands of the contexts that do."""

from datetime import timedelta
from typing import ClassVar

import attrs

from phantom_core.blobs import BlobKey, MultipartId
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs, prolong_blobs
from phantom_core.kernel import NOBODY_WAITS, ByteCount, NotFound, Task, UserId
from phantom_core.uploads.ports import UploadsWork
from phantom_core.uploads.quota import UploadLimits
from phantom_core.uploads.upload import BLOB_GRACE, Upload, UploadId

__all__ = [
    "AbortMultipart",
    "begin_upload",
    "charge",
    "drop_upload",
    "end_upload",
    "forget_upload",
    "prolong_upload",
    "refund",
    "running_upload",
]


@attrs.frozen(kw_only=True)
class AbortMultipart(Task):
    """Have the store forget the parts of an upload that was given up."""

    name: ClassVar[str] = "uploads.abort"
    patience = NOBODY_WAITS
    blob: BlobKey
    multipart: MultipartId


def begin_upload(work: UploadsWork, upload: Upload, limits: UploadLimits) -> Upload:
    """Note an upload, and reserve its bytes.

    Raises: TooManyUploads, PendingQuotaExceeded, StorageQuotaExceeded.
    """
    account = work.storage_accounts.hold(upload.owner_id)
    work.storage_accounts.put(account.reserve(upload.size, limits))
    work.uploads.add(upload)
    expect_blobs(work, upload.blob, until=upload.expires_at + BLOB_GRACE)
    return upload


def running_upload(
    work: UploadsWork, upload_id: UploadId, owner_id: UserId | None = None
) -> Upload:
    """Find an upload, held; somebody's own, if it is said whose.

    Raises: NotFound, also if it is somebody else's.
    """
    upload = work.uploads.find(upload_id)
    if upload is None or (owner_id is not None and upload.owner_id != owner_id):
        raise NotFound("upload", upload_id)
    return upload


def prolong_upload(work: UploadsWork, upload: Upload) -> None:
    """Store an upload that is over later than it was. Raises: NotFound, BlobNotExpected."""
    work.uploads.put(upload)
    prolong_blobs(work, upload.blob, until=upload.expires_at + BLOB_GRACE)


def end_upload(work: UploadsWork, upload: Upload, size: ByteCount, limits: UploadLimits) -> None:
    """Keep the blob of an upload whose bytes are all there, and charge them.

    Raises: StorageQuotaExceeded, if more came than was reserved; BlobNotExpected.
    """
    work.uploads.remove(upload.id)
    keep_blobs(work, upload.blob)
    account = work.storage_accounts.hold(upload.owner_id)
    work.storage_accounts.put(account.settle(upload.size, size, limits))


def drop_upload(work: UploadsWork, upload: Upload, *, after: timedelta = timedelta()) -> None:
    """Give an upload up, unless its blob is kept: what came of it goes, some time `after` this.

    It may be gone already; its blob is doomed all the same.
    """
    # The upload comes first: if its end is about to commit, this waits for it, and only then can
    # be seen what became of it.
    there = work.uploads.find(upload.id)
    line = work.blob_ledger.find(upload.blob)
    if line is not None and line.state is BlobState.KEPT:
        return
    doom_blobs(work, upload.blob, after=after)
    if there is not None:
        forget_upload(work, there)


def forget_upload(work: UploadsWork, upload: Upload) -> None:
    """Strike an upload out, and give back what was reserved for it."""
    work.uploads.remove(upload.id)
    account = work.storage_accounts.hold(upload.owner_id)
    work.storage_accounts.put(account.release(upload.size))
    if upload.multipart is not None:
        work.enqueue(AbortMultipart(blob=upload.blob, multipart=upload.multipart))


def charge(work: UploadsWork, owner_id: UserId, size: ByteCount, limits: UploadLimits) -> None:
    """Charge bytes that somebody keeps, in the transaction that keeps them.

    Raises: StorageQuotaExceeded.
    """
    account = work.storage_accounts.hold(owner_id)
    work.storage_accounts.put(account.charge(size, limits))


def refund(work: UploadsWork, owner_id: UserId, size: ByteCount) -> None:
    """Give bytes back that somebody keeps no longer, in the transaction that dooms them."""
    account = work.storage_accounts.hold(owner_id)
    work.storage_accounts.put(account.refund(size))
