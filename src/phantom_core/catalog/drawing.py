"""Drawing some of many, by lot, on any storage alike."""

from typing import Final

from phantom_core.kernel import Id

__all__ = ["LOTS", "lot_of"]

LOTS: Final = 2**31
"""A lot is less than this, and not negative."""


def lot_of(identifier: Id) -> int:
    """The lot of a thing: a number that is as good as drawn, and always the same for its id.

    Some of many are drawn by beginning at any number and taking those whose lots come next.
    """
    import hashlib  # noqa: PLC0415 - keeps `import phantom_core` light

    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:4], "big") % LOTS
