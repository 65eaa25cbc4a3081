"""Variable-length quantities: seven bits in each byte, the last one below 128 (SMF 1.0, page 2)."""

from functools import lru_cache
from typing import Final

__all__ = ["LARGEST", "MOST_BYTES", "NotAQuantity", "varlen", "varlen_at"]

LARGEST: Final = 0x0FFF_FFFF
"""The highest quantity that a file may state: four bytes of seven bits."""

MOST_BYTES: Final = 8
"""How many bytes a quantity may be padded to and still count as one."""

_MORE: Final = 0x80


class NotAQuantity(ValueError):
    """The bytes state no quantity; says why."""


@lru_cache(maxsize=4096)
def varlen(value: int, width: int = 1) -> bytes:
    """Write a quantity of 0 to `LARGEST` in as few bytes as can be, and in at least `width`."""
    digits = [value & 0x7F]
    while (value := value >> 7) or len(digits) < width:
        digits.append(value & 0x7F | 0x80)
    return bytes(digits[::-1])


def varlen_at(data: bytes, at: int) -> tuple[int, int]:
    """Read a quantity; answers it, and the position behind it.

    Raises: NotAQuantity, if the data end within it, or it is too high or padded too far.
    """
    value = 0
    for end in range(at, min(at + MOST_BYTES, len(data))):
        value = value << 7 | data[end] & 0x7F
        if data[end] < _MORE:
            break
    else:
        short = len(data) - at < MOST_BYTES
        raise NotAQuantity("it ends within a quantity" if short else "a quantity is too long")
    if value > LARGEST:
        raise NotAQuantity("a quantity is too high")
    return value, end + 1
