"""Recordings that say in tags what they are, made of nothing but arithmetic."""

import struct
from typing import Final

from phantom_adapters.contracts.audio_examples import silence, wav

__all__ = ["tagged_wav"]

_NAMES: Final = {"title": b"INAM", "artist": b"IART", "album": b"IPRD", "genre": b"IGNR"}


def tagged_wav(seconds: float = 1.0, **tags: str) -> bytes:
    """A silent WAV file with a title, an artist, an album or a genre in its `INFO` list."""
    entries = b"INFO" + b"".join(_entry(_NAMES[name], text) for name, text in tags.items())
    plain = wav(silence(seconds, 8000), rate=8000)
    whole = plain + (_chunk(b"LIST", entries) if tags else b"")
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def _entry(name: bytes, text: str) -> bytes:
    return _chunk(name, text.encode() + b"\0")


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
