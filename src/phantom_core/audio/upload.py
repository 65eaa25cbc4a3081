"""A recording on its way in: noted before its first byte, so that no crash leaves it half here."""

import json
from datetime import timedelta
from typing import Final

import attrs

from phantom_core.audio.audio_file import TAGS, TITLE, Visibility
from phantom_core.audio.media_type import AudioFormat
from phantom_core.blobs import safe_file_name
from phantom_core.kernel import Checked, Rule, matching, ruled

__all__ = [
    "PURPOSE",
    "UPLOAD_KEY",
    "UPLOAD_LIFE",
    "ReceivedUpload",
    "UploadDetails",
]

PURPOSE: Final = "audio"
"""What uploads that become recordings are for."""

UPLOAD_LIFE: Final = timedelta(seconds=60)
"""How long an upload that streams counts as running after its server was last heard of."""

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

    def written(self) -> str:
        """All of it as text, for `read` to read back."""
        return json.dumps([self.title, self.tags, self.visibility])

    @classmethod
    def read(cls, text: str) -> "UploadDetails":
        """What was `written`."""
        if not text:
            return cls()
        title, tags, visibility = json.loads(text)
        return cls(title=title, tags=tuple(tags), visibility=Visibility(visibility))


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
