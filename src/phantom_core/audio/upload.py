"""A recording on its way in: noted before its first byte, so that no crash leaves it half here."""

from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.audio.audio_file import TAGS, TITLE, AudioFileId, Visibility
from phantom_core.audio.media_type import AudioFormat
from phantom_core.blobs import BlobKey, safe_file_name
from phantom_core.kernel import Checked, Rule, UserId, matching, ruled

__all__ = [
    "BLOB_GRACE",
    "UPLOAD_KEY",
    "UPLOAD_LIFE",
    "ReceivedUpload",
    "Upload",
    "UploadDetails",
]

UPLOAD_LIFE: Final = timedelta(seconds=60)
"""How long an upload counts as running after its server was last heard of."""

BLOB_GRACE: Final = timedelta(hours=1)
"""How long what a forsaken upload may still be writing is left alone."""

UPLOAD_KEY: Final[Rule] = matching(r"[ -~]{1,255}", "must be 1 to 255 printable ASCII characters")
"""What an idempotency key may be."""


@attrs.frozen(kw_only=True)
class UploadDetails(Checked):
    """What its owner says of a recording while handing it in.

    Attributes:
        title: made of the file name when absent.
    """

    title: str | None = ruled(TITLE, default=None)
    tags: tuple[str, ...] = ruled(TAGS, default=())
    visibility: Visibility = Visibility.PRIVATE


@attrs.frozen(kw_only=True)
class ReceivedUpload:
    """What an upload turned out to be; one that is equal in all of this is the same again.

    Attributes:
        file_name: as the sender calls it, made safe.
        format: the container, told from the first bytes.
        sha256: of its bytes, 64 hexadecimal digits.
        details: what was said of it.
    """

    file_name: str = attrs.field(converter=safe_file_name)
    format: AudioFormat
    sha256: str
    details: UploadDetails


@attrs.frozen(kw_only=True)
class Upload:
    """One upload.

    Attributes:
        id: that of the recording it will be.
        file_name: as the sender calls it, made safe.
        format: the container, told from the first bytes.
        blob: where the bytes go.
        key: the sender's name for this upload, if it may come twice.
        expires_at: when it counts as forsaken.
    """

    id: AudioFileId
    owner_id: UserId
    file_name: str = attrs.field(converter=safe_file_name)
    format: AudioFormat
    blob: BlobKey
    key: str | None = None
    created_at: datetime
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether nothing is to be expected of it any more."""
        return self.expires_at <= now
