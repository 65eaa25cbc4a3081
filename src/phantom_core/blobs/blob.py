"""What is known of a blob besides its bytes."""

import re
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobEntry", "BlobInfo"]

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def _is_sha256(_instance: object, _attribute: "attrs.Attribute[Any]", value: str) -> None:
    if _SHA256.fullmatch(value) is None:
        raise ValueError("a SHA-256 is told in 64 lower-case hexadecimal digits")


@attrs.frozen(kw_only=True)
class BlobEntry:
    """A line of a store's listing.

    Attributes:
        key: the blob's name.
        size: its length.
        modified_at: when it was put; aware, in UTC.
    """

    key: BlobKey
    size: ByteCount
    modified_at: datetime


@attrs.frozen(kw_only=True)
class BlobInfo(BlobEntry):
    """A blob's listing, and what its bytes hash to.

    Attributes:
        sha256: the SHA-256 of the bytes (FIPS 180-4), in lower-case hexadecimal.
    """

    sha256: str = attrs.field(validator=_is_sha256)

    @property
    def etag(self) -> str:
        """The strong entity tag of the bytes (RFC 9110, 8.8.3), with its quotes."""
        return f'"{self.sha256}"'
