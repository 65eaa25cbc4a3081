"""A smaller copy of a recording, to be listened to over the network."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import ByteCount, Id

__all__ = [
    "SMALLEST_RENDERED",
    "Rendition",
    "RenditionForm",
    "RenditionFormat",
    "RenditionId",
    "RenditionState",
    "rendition_key",
]

SMALLEST_RENDERED: Final = ByteCount(1024 * 1024)
"""An original of fewer bytes than this is streamed as it is."""

RenditionId = NewType("RenditionId", Id)
"""The id of one attempt at a rendition."""


class RenditionFormat(StrEnum):
    """What a recording is rendered as; the value is also the file extension."""

    OPUS = "opus"
    """Opus in Ogg (RFC 7845): the most sound for its bytes."""

    MP3 = "mp3"
    """What everything plays."""

    @property
    def content_type(self) -> str:
        """The media type under which such a file is served."""
        return _CONTENT_TYPES[self]


_CONTENT_TYPES: Final = {
    RenditionFormat.OPUS: "audio/ogg; codecs=opus",
    RenditionFormat.MP3: "audio/mpeg",
}


class RenditionState(StrEnum):
    """What became of a rendition."""

    READY = "ready"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class RenditionForm:
    """How recordings are rendered.

    Attributes:
        bitrate: bits a second, on the average.
    """

    format: RenditionFormat
    bitrate: int


@attrs.frozen(kw_only=True)
class Rendition:
    """A rendition that was made, or could not be.

    Attributes:
        bitrate: bits a second, as it was wished for.
        blob: where it is, if it is ready.
        size_bytes: how large, if it is ready.
        reason: why there is none, if it failed.
    """

    id: RenditionId
    state: RenditionState
    format: RenditionFormat
    bitrate: int
    blob: BlobKey | None = None
    size_bytes: ByteCount | None = None
    reason: str | None = None
    created_at: datetime


def rendition_key(
    original: BlobKey, rendition_id: RenditionId, rendered_as: RenditionFormat
) -> BlobKey:
    """Where a rendition of an original is kept: below it, under a name that is used once."""
    return blob_key(f"{original.rpartition('.')[0]}/{rendition_id}.{rendered_as}")
