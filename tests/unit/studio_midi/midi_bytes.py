"""Small MIDI files, byte by byte."""

from typing import Final

__all__ = ["END", "file", "track"]

END: Final = b"\0\xff\x2f\0"
"""The end of a track, at once."""


def track(*events: bytes, length: int | None = None) -> bytes:
    """A track chunk of some events; it may say that it is of another length."""
    body = b"".join(events)
    size = len(body) if length is None else length
    return b"MTrk" + size.to_bytes(4, "big") + body


def file(*chunks: bytes, form: int = 1, count: int | None = None, division: int = 96) -> bytes:
    """A file of some chunks; it may say that it has another number of tracks."""
    tracks = sum(chunk.startswith(b"MTrk") for chunk in chunks) if count is None else count
    numbers = (form, tracks, division)
    return b"MThd\0\0\0\6" + b"".join(n.to_bytes(2, "big") for n in numbers) + b"".join(chunks)
