"""A file of an export, once it is written."""

import attrs

__all__ = ["WrittenFile"]


@attrs.frozen(kw_only=True)
class WrittenFile:
    """A file of the export.

    Attributes:
        path: where it is in the zip.
        title: what people call it; empty for what Phantom itself has written.
        sha256: of its bytes, 64 hexadecimal digits.
        size_bytes: how many they are.
    """

    path: str
    title: str
    sha256: str
    size_bytes: int
