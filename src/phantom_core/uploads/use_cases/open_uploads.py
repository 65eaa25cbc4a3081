"""What can be done with uploads, whatever they are for."""

from typing import Final

import attrs

from phantom_core.blobs import MultipartId
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import NOBODY_WAITS, Access, Command, Page, PageRequest, Query
from phantom_core.uploads.ports import UploadsWork
from phantom_core.uploads.quota import StorageAccount, UploadLimits
from phantom_core.uploads.upload import BLOB_GRACE, Upload, UploadId
from phantom_core.uploads.use_cases.taking import (
    drop_upload,
    forget_upload,
    prolong_upload,
    running_upload,
)

__all__ = [
    "CancelUpload",
    "DropUpload",
    "GetStorageAccount",
    "GetUpload",
    "ListUploads",
    "OpenUpload",
    "ResumeUpload",
    "SweepUploads",
]

_SWEPT_AT_ONCE: Final = 100


@attrs.frozen(kw_only=True)
class GetUpload(Query[Upload]):
    """Look at one's upload. Raises: NotFound."""

    access = Access.PERSON
    upload_id: UploadId

    def run(self, work: UploadsWork) -> Upload:
        """Answer it."""
        return running_upload(work, self.upload_id, work.actor.person)


@attrs.frozen(kw_only=True)
class ListUploads(Query[Page[Upload]]):
    """List one's uploads that come in parts, newest first.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: UploadsWork) -> Page[Upload]:
        """Answer a page."""
        return work.uploads.of_owner(work.actor.person, self.page)


@attrs.frozen(kw_only=True)
class GetStorageAccount(Query[StorageAccount]):
    """Ask how much of the store one takes."""

    access = Access.PERSON

    def run(self, work: UploadsWork) -> StorageAccount:
        """Answer one's account."""
        return work.storage_accounts.look(work.actor.person)


@attrs.frozen(kw_only=True)
class OpenUpload(Command[Upload]):
    """Note the name that the store has given to one's upload, unless it has one.

    Raises: NotFound.
    """

    access = Access.PERSON
    upload_id: UploadId
    multipart: MultipartId

    def run(self, work: UploadsWork) -> Upload:
        """Answer the upload, with the name that counts."""
        upload = running_upload(work, self.upload_id, work.actor.person)
        if upload.multipart is not None:
            return upload
        opened = attrs.evolve(upload, multipart=self.multipart)
        work.uploads.put(opened)
        return opened


@attrs.frozen(kw_only=True)
class ResumeUpload(Command[Upload]):
    """Say that one is at an upload that comes in parts; it stays open for another life.

    Raises: NotFound, BlobNotExpected.
    """

    access = Access.PERSON
    upload_id: UploadId
    limits: UploadLimits

    def run(self, work: UploadsWork) -> Upload:
        """Answer the upload."""
        upload = running_upload(work, self.upload_id, work.actor.person)
        prolonged = attrs.evolve(upload, expires_at=work.now + self.limits.life)
        prolong_upload(work, prolonged)
        return prolonged


@attrs.frozen(kw_only=True)
class CancelUpload(Command[None]):
    """Give one's upload up: what came of it goes. Raises: NotFound."""

    access = Access.PERSON
    upload_id: UploadId

    def run(self, work: UploadsWork) -> None:
        """Forget it, and doom its blob and its parts."""
        upload = running_upload(work, self.upload_id, work.actor.person)
        # Its completion may be running, and is found out in time.
        drop_upload(work, upload, after=BLOB_GRACE)


@attrs.frozen(kw_only=True)
class DropUpload(Command[None]):
    """Give an upload up whose bytes were refused, unless it has become something.

    Attributes:
        upload: as it was last seen; nothing of it need be stored any more.
    """

    access = Access.SYSTEM
    upload: Upload

    def run(self, work: UploadsWork) -> None:
        """Forget it, and doom its blob and its parts."""
        drop_upload(work, self.upload)


@attrs.frozen(kw_only=True)
class SweepUploads(Command[None]):
    """Forget uploads that nobody is at any more."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True

    def run(self, work: UploadsWork) -> None:
        """Forget a hundred, and go on later if there may be more."""
        over = work.uploads.over(work.now, _SWEPT_AT_ONCE)
        # Accounts are held in one order, whoever sweeps.
        for upload in sorted(over, key=lambda each: (each.owner_id, each.id)):
            # A server that was only believed dead may write on, so the blob is left for a while.
            doom_blobs(work, upload.blob, after=BLOB_GRACE)
            forget_upload(work, upload)
        if len(over) == _SWEPT_AT_ONCE:
            work.enqueue(SweepUploads())
