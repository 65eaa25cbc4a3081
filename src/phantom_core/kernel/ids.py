"""Identifiers: 128 bits that sort by creation time, written as 26 letters and digits.

An id is a UUIDv7 (RFC 9562) in the text form that ULID made common: Crockford's base 32,
upper case. In Python it *is* that text, so that it prints, sorts, hashes and travels as it
stands; databases store its 16 bytes.
"""

import re
from datetime import datetime
from typing import Final, NewType

__all__ = ["ID_PATTERN", "Id", "id_from_bytes", "id_from_int", "id_to_bytes", "is_id", "uuid7"]

Id = NewType("Id", str)
"""Any identifier; each entity has a type of its own made from this one."""

ID_PATTERN: Final = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
"""What every id matches: 26 characters of Crockford's base 32, at most 128 bits."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS: Final = [high + low for high in _ALPHABET for low in _ALPHABET]
_DIGITS: Final = str.maketrans(_ALPHABET, "0123456789abcdefghijklmnopqrstuv")
_SHAPE: Final = re.compile(ID_PATTERN.removesuffix("$") + r"\Z")


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id."""
    return _SHAPE.match(text) is not None


def id_from_int(number: int) -> Id:
    """Write a 128-bit number as an id."""
    return Id("".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)]))


def id_from_bytes(raw: bytes) -> Id:
    """Write 16 bytes, most significant first, as an id."""
    return id_from_int(int.from_bytes(raw, "big"))


def id_to_bytes(identifier: str) -> bytes:
    """Read an id back into its 16 bytes.

    Raises: ValueError, if the text is no id.
    """
    if not is_id(identifier):
        message = f"{identifier!r} is not an id"
        raise ValueError(message)
    return int(identifier.translate(_DIGITS), 32).to_bytes(16, "big")


def uuid7(at: datetime, randomness: int) -> Id:
    """Make the UUIDv7 of an instant (millisecond precision) and 74 bits of randomness."""
    milliseconds = round(at.timestamp() * 1000)
    high, low = (randomness >> 62) & 0xFFF, randomness & 0x3FFF_FFFF_FFFF_FFFF
    return id_from_int(milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)
