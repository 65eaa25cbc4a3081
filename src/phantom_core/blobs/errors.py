"""What a blob store, and a signed URL, may refuse."""

from enum import Enum

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.errors import (
    Conflict,
    Forbidden,
    NotFound,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from phantom_core.kernel.quantities import ByteCount

__all__ = [
    "BlobExists",
    "BlobNotFound",
    "BlobTooLarge",
    "Condemned",
    "SignatureExpired",
    "SignatureFlaw",
    "SignatureInvalid",
    "SigningUnconfigured",
]


class BlobNotFound(NotFound):
    """No blob goes by this key."""

    def __init__(self, key: BlobKey) -> None:
        super().__init__("blob", key)


class BlobExists(Conflict):
    """A blob goes by this key already, and blobs are never overwritten."""

    rule = "blob-exists"

    def __init__(self, key: BlobKey) -> None:
        super().__init__(f"The blob {key} exists, and a blob is never overwritten.")


class BlobTooLarge(TooLarge):
    """The source has more bytes than the limit that was set for it."""

    def __init__(self, limit: ByteCount) -> None:
        super().__init__(f"At most {limit} bytes are accepted here.", limit=limit)


class Condemned(UnsupportedMedia):
    """The malware scanner found something in the bytes; they are not kept.

    Attributes:
        finding: what the scanner calls it.
    """

    rule = "condemned"

    def __init__(self, finding: str) -> None:
        super().__init__(f"The malware scanner condemns the file: {finding}.")
        self.finding = finding


class SignatureFlaw(Enum):
    """What is wrong with a signed URL."""

    MISSING = "a parameter that every signed URL carries is missing"
    REPEATED = "a parameter stands twice"
    UNKNOWN_PARAMETER = "there is a parameter that no signed URL carries"
    MALFORMED = "a part of it cannot be read"
    UNKNOWN_KEY = "no key that is in use has signed it"
    MISMATCH = "the signature belongs to something else"


class SignatureInvalid(Forbidden):
    """The URL was not signed by us as it stands."""

    rule = "signature-invalid"

    def __init__(self, flaw: SignatureFlaw) -> None:
        super().__init__(f"The URL is not valid: {flaw.value}.")
        self.flaw = flaw


class SignatureExpired(Forbidden):
    """The URL was good once; ask for a new one."""

    rule = "signature-expired"

    def __init__(self) -> None:
        super().__init__("The URL has expired; ask for a new one.")


class SigningUnconfigured(Unavailable):
    """No URL can be signed, because no key is configured."""

    rule = "signing-unconfigured"

    def __init__(self) -> None:
        super().__init__("No key is configured to sign URLs with.", retry_after=60.0)
