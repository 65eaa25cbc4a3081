"""A file on its way in: noted before its first byte, so that no crash leaves it half here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NewType

import attrs

from phantom_core.blobs import (
    MOST_PARTS,
    BlobKey,
    MultipartId,
    Part,
    PartRequest,
    PartToCome,
    safe_file_name,
)
from phantom_core.kernel import ByteCount, Id, Rule, UserId, matching

__all__ = [
    "BLOB_GRACE",
    "SHA256",
    "Upload",
    "UploadId",
    "UploadPlan",
    "part_size_for",
]

UploadId = NewType("UploadId", Id)
"""The id of an upload; of what becomes of it as well."""

BLOB_GRACE: Final = timedelta(hours=1)
"""How long what a forsaken upload may still be writing is left alone."""

SHA256: Final[Rule] = matching(r"[0-9a-f]{64}", "must be 64 lower-case hexadecimal digits")
"""What a SHA-256 is told in."""

_MIB: Final = 1024**2
_SMALLEST: Final = 8 * _MIB
_USUAL: Final = 64 * _MIB
_FEW: Final = 64


@attrs.frozen(kw_only=True)
class Upload:
    """One upload.

    Attributes:
        id: that of what it will be.
        purpose: which context takes it, by a name of its own.
        file_name: as the sender calls it, made safe.
        content_type: what the sender says it is, or what its first bytes say.
        blob: where the bytes go.
        size: how many bytes are promised; 0 if nobody knows.
        sha256: which SHA-256 is promised, if one is.
        part_size: how large each part but the last is; `None` if it streams through the
            application.
        multipart: the store's name for it, once it was opened there.
        terms: what its context wants to know again at its end, as text.
        key: the sender's name for this upload, if it streams and may come twice.
        expires_at: when it counts as forsaken.
    """

    id: UploadId
    owner_id: UserId
    purpose: str
    file_name: str = attrs.field(converter=safe_file_name)
    content_type: str
    blob: BlobKey
    size: ByteCount = ByteCount(0)
    sha256: str | None = None
    part_size: ByteCount | None = None
    multipart: MultipartId | None = None
    terms: str = ""
    key: str | None = None
    created_at: datetime
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether nothing is to be expected of it any more."""
        return self.expires_at <= now

    @property
    def parts(self) -> Sequence[PartToCome]:
        """The parts that it comes in; none if it streams through the application."""
        if self.part_size is None:
            return ()
        starts = range(0, self.size, self.part_size)
        return [
            PartToCome(number=number, size=ByteCount(min(self.part_size, self.size - start)))
            for number, start in enumerate(starts, 1)
        ]


@attrs.frozen(kw_only=True)
class UploadPlan:
    """How an upload goes on: what has come, and where the rest is sent.

    Attributes:
        parts: one request for each part that has not come, by number.
        received: the parts that have come, by number.
        expires_at: when the URLs are no longer good; ask for the plan again then.
    """

    upload: Upload
    parts: Sequence[PartRequest]
    received: Sequence[Part]
    expires_at: datetime


def part_size_for(size: ByteCount) -> ByteCount:
    """How large the parts of a file are.

    From 8 to 64 MiB, so that a part is soon sent again and a plan of 4 GiB has 64 of them; more
    where there would be more than `MOST_PARTS` else.
    """
    part = _SMALLEST
    while (part < _USUAL and size > part * _FEW) or size > part * MOST_PARTS:
        part *= 2
    return ByteCount(part)
