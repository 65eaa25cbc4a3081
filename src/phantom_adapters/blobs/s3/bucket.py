"""Which bucket, where it is, and how it is spoken to."""

import re
from datetime import timedelta
from typing import Final

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel.errors import Invalid

__all__ = ["S3Bucket", "S3Misconfigured"]

_KEY_TEXT: Final = re.compile(r"[A-Za-z0-9._/-]*")


class S3Misconfigured(Exception):
    """The store answers, and says that there is no such bucket, or that the keys do not open it."""


def _without_ends(text: str) -> str:
    return text.strip("/")


@attrs.frozen(kw_only=True)
class S3Bucket:
    """A bucket, or the part of one below a prefix.

    Attributes:
        name: the bucket's.
        prefix: what the names of all objects begin with, before a `/`; may be empty.
        endpoint: where the server is, if it is not AWS: `https://s3.example`.
        public_endpoint: the same server as browsers reach it, if they know it by another name.
        region: where the bucket is; many servers do not care.
        access_key: who we are; AWS's usual variables and files are asked if it is None.
        secret_key: what proves it.
        checksums: `when_required` or `when_supported`: whether requests carry checksums beyond
            MD5. Few servers but AWS know them, and some keep their framing inside the file.
        patience: how long the server may be silent; a request is sent three times at most.
    """

    name: str
    prefix: str = attrs.field(default="", converter=_without_ends)
    endpoint: str | None = None
    public_endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = attrs.field(default=None, repr=False)
    checksums: str = "when_required"
    patience: timedelta = timedelta(seconds=20)

    def object_name(self, key: BlobKey) -> str:
        """What the object of a blob is called. Raises: Invalid."""
        return self.begins(blob_key(key))

    def begins(self, text: str) -> str:
        """How the names of objects begin whose keys begin with `text`."""
        return f"{self.prefix}/{text}" if self.prefix else text

    def may_begin(self, text: str) -> bool:
        """Whether there can be a key that begins so."""
        return _KEY_TEXT.fullmatch(text) is not None

    def key_of(self, object_name: str) -> BlobKey | None:
        """Which blob an object is; None for what somebody else has put there."""
        try:
            return blob_key(object_name[len(self.begins("")) :])
        except Invalid:
            return None
