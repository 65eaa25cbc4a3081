"""Blobs: immutable bytes under a key, how they are served in ranges, and signed URLs to them."""

from phantom_core.blobs.blob import BlobEntry, BlobInfo
from phantom_core.blobs.conditional import (
    Preconditions,
    Validators,
    Verdict,
    evaluate,
    names_tag,
    range_holds,
)
from phantom_core.blobs.dates import http_date, parse_http_date
from phantom_core.blobs.errors import (
    BlobExists,
    BlobNotFound,
    BlobTooLarge,
    SignatureExpired,
    SignatureFlaw,
    SignatureInvalid,
    SigningUnconfigured,
)
from phantom_core.blobs.keys import KEY_BYTES, SEGMENT_BYTES, BlobKey, blob_key
from phantom_core.blobs.ports import PIECE_BYTES, BlobLinks, BlobStore
from phantom_core.blobs.presentation import INLINE_TYPES, OCTETS, Presentation, safe_file_name
from phantom_core.blobs.ranges import MAX_RANGES, ByteRange, select_ranges
from phantom_core.blobs.signing import (
    SECRET_BYTES,
    BlobGrant,
    GrantedAccess,
    KeyRing,
    Parameters,
    SigningKey,
    shared_expiry,
    sign,
    verify,
)

__all__ = [
    "INLINE_TYPES",
    "KEY_BYTES",
    "MAX_RANGES",
    "OCTETS",
    "PIECE_BYTES",
    "SECRET_BYTES",
    "SEGMENT_BYTES",
    "BlobEntry",
    "BlobExists",
    "BlobGrant",
    "BlobInfo",
    "BlobKey",
    "BlobLinks",
    "BlobNotFound",
    "BlobStore",
    "BlobTooLarge",
    "ByteRange",
    "GrantedAccess",
    "KeyRing",
    "Parameters",
    "Preconditions",
    "Presentation",
    "SignatureExpired",
    "SignatureFlaw",
    "SignatureInvalid",
    "SigningKey",
    "SigningUnconfigured",
    "Validators",
    "Verdict",
    "blob_key",
    "evaluate",
    "http_date",
    "names_tag",
    "parse_http_date",
    "range_holds",
    "safe_file_name",
    "select_ranges",
    "shared_expiry",
    "sign",
    "verify",
]
