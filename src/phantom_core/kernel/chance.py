"""Chance from the system, drawn a few hundred seeds at a time.

Asking the system lets every other thread run first, which cost a query a fifth of its time.
"""

import os
from typing import Final

__all__ = ["draw_seed"]

_BYTES: Final = 16
_DRAWN: Final = 256
_seeds: Final[list[int]] = []

# A child that went on with its parent's seeds would give out the parent's ids.
os.register_at_fork(after_in_child=_seeds.clear)


def draw_seed() -> int:
    """128 bits of chance, fit for secrets; never the same twice."""
    try:
        return _seeds.pop()
    except IndexError:
        first, *rest = _draw()
        _seeds.extend(rest)
        return first


def _draw() -> list[int]:
    raw = os.urandom(_BYTES * _DRAWN)
    return [int.from_bytes(raw[at : at + _BYTES], "big") for at in range(0, len(raw), _BYTES)]
