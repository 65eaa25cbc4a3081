"""The names that blobs go by."""

import re
from typing import Final, NewType

from phantom_core.kernel.errors import Fault, Invalid

__all__ = ["KEY_BYTES", "SEGMENT_BYTES", "BlobKey", "blob_key"]

BlobKey = NewType("BlobKey", str)
"""The name of a blob: segments joined by `/`, the same on every store. Made by `blob_key`."""

KEY_BYTES: Final = 512
"""The longest key."""

SEGMENT_BYTES: Final = 128
"""The longest segment of a key, well below what file systems take for one name."""

_SEGMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def blob_key(text: str) -> BlobKey:
    """Take `text` as a key if every store can keep it literally.

    A key is relative; each segment begins with a letter or a digit and goes on with letters,
    digits, `.`, `_` and `-`. So there is no `..`, no hidden file, and nothing that a URL would
    have to escape.

    Raises: Invalid.
    """
    if len(text) > KEY_BYTES:
        raise Invalid(Fault("key", f"a key has at most {KEY_BYTES} bytes"))
    if not all(_is_segment(segment) for segment in text.split("/")):
        raise Invalid(Fault("key", "a key is made of segments such as `audio/01J/original.wav`"))
    return BlobKey(text)


def _is_segment(text: str) -> bool:
    return len(text) <= SEGMENT_BYTES and _SEGMENT.fullmatch(text) is not None
