"""What is known of a blob besides its bytes."""

import re
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobEntry", "BlobInfo", "BlobStat"]

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_STRONG_TAG: Final = re.compile(r'"[\x21\x23-\x7e]+"')


def _is_sha256(_instance: object, _attribute: "attrs.Attribute[Any]", value: str) -> None:
    if _SHA256.fullmatch(value) is None:
        raise ValueError("a SHA-256 is told in 64 lower-case hexadecimal digits")


def _is_strong_tag(_instance: object, _attribute: "attrs.Attribute[Any]", value: str) -> None:
    if _STRONG_TAG.fullmatch(value) is None:
        raise ValueError("a strong entity tag stands in quotes, and nothing before them")


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
class BlobStat(BlobEntry):
    """What a store can tell of a blob at any time.

    Attributes:
        etag: the strong entity tag of the bytes (RFC 9110, 8.8.3), with its quotes; how it is made
            is the store's affair.
    """

    etag: str = attrs.field(validator=_is_strong_tag)


@attrs.frozen(kw_only=True)
class BlobInfo(BlobStat):
    """What is told of a blob once, when it was put: a store need not remember its hash.

    Attributes:
        sha256: the SHA-256 of the bytes (FIPS 180-4), in lower-case hexadecimal.
    """

    sha256: str = attrs.field(validator=_is_sha256)

    @property
    def stat(self) -> BlobStat:
        """What the store tells of it from now on."""
        return BlobStat(key=self.key, size=self.size, modified_at=self.modified_at, etag=self.etag)
