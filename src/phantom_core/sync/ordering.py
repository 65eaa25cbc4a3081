"""Keys that say where something stands among its siblings, so that moving one rewrites one.

A key is one number or more, each a step down into the gap after the number before it; it
compares by code point. A number is a letter that says its sign and how many digits follow
(`Z` and before: negative, `a` and after: not), and its digits to the base of 62.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from random import Random
from typing import Final

import attrs

from phantom_core.sync.change import RecordId

__all__ = ["Placement", "between", "is_order_key", "place_among"]

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)
_VALUES: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_LONGEST: Final = 26

_STEP: Final = 1 << 35
"""The room between neighbours, and among how many numbers chance decides: that two of 4,000 who
insert into one gap at once take the same happens about once in 1,000 times."""

_ROOM: Final = 1 << 12
"""Gaps smaller than this are not divided: the next key goes a step down."""


def between(before: str | None, after: str | None, *, chance: Random) -> str:
    """A key between two others.

    4,000 inserts, one after the other, make keys of at most 9 characters where each comes last
    or each comes first, 16 where each comes right after the same one or right before it or at
    random places, and 1,500 where each comes between the two newest.

    Args:
        before: the key that it comes after; `None` for the first of all.
        after: the key that it comes before, greater than `before`; `None` for the last of all.
        chance: keeps apart what several insert into one gap without knowing of each other.

    Raises: ValueError if these are no keys, or not in this order.
    """
    if before is not None and after is not None and before >= after:
        message = f"{before!r} does not come before {after!r}"
        raise ValueError(message)
    lower, upper = _numbers(before or ""), _numbers(after or "")
    kept = 0
    while kept < min(len(lower), len(upper)) and lower[kept] == upper[kept]:
        kept += 1
    low = lower[kept] if kept < len(lower) else None
    high = upper[kept] if kept < len(upper) else None
    if low is not None and high is not None and high - low < _ROOM:
        kept += 1
        low, high = (lower[kept] if kept < len(lower) else None), None
    return "".join(map(_text, [*lower[:kept], _number(low, high, chance)]))


def _number(low: int | None, high: int | None, chance: Random) -> int:
    if low is not None and high is not None:
        quarter = (high - low) // 4
        return low + quarter + chance.randrange(2 * quarter)
    drawn = chance.randrange(_STEP)
    if low is not None:
        return low + 1 + drawn
    return drawn if high is None else high - 1 - drawn


def is_order_key(text: str) -> bool:
    """Whether a text is a key that others can be placed beside."""
    try:
        return _numbers(text) != []
    except ValueError:
        return False


def _text(number: int) -> str:
    """A number, so that texts compare as numbers do."""
    rest = number if number >= 0 else -number - 1
    digits = ""
    while rest or not digits:
        rest, value = divmod(rest, _BASE)
        digits = _DIGITS[value if number >= 0 else _BASE - 1 - value] + digits
    first = ord("a") + len(digits) - 1 if number >= 0 else ord("Z") - len(digits) + 1
    return chr(first) + digits


def _numbers(key: str) -> list[int]:
    found: list[int] = []
    at = 0
    while at < len(key):
        negative = key[at] <= "Z"
        length = ord("Z") + 1 - ord(key[at]) if negative else ord(key[at]) - ord("a") + 1
        digits = key[at + 1 : at + 1 + length]
        if not 1 <= length <= _LONGEST or len(digits) < length or not set(digits) <= set(_DIGITS):
            message = f"{key!r} is no order key"
            raise ValueError(message)
        number = 0
        for digit in digits:
            value = _VALUES[digit]
            number = number * _BASE + (_BASE - 1 - value if negative else value)
        found.append(-number - 1 if negative else number)
        at += 1 + length
    return found


@attrs.frozen
class Placement:
    """Where something new stands.

    Attributes:
        key: its key.
        mended: the keys that siblings take, which had the same as the one before.
    """

    key: str
    mended: Mapping[RecordId, str] = attrs.field(factory=dict)


def place_among(
    siblings: Sequence[tuple[str, RecordId]], index: int, *, chance: Random
) -> Placement:
    """Place something new before the sibling at `index`; after all, if there is none.

    Args:
        siblings: the key and id of each, sorted: equal keys stand by id.
        index: where it goes, 0 for the first.
        chance: as for `between`.

    Raises: ValueError if a key is none.
    """
    before = siblings[index - 1][0] if index > 0 else None
    same = list(takewhile(lambda sibling: sibling[0] == before, siblings[index:]))
    further = siblings[index + len(same) :]
    after = further[0][0] if further else None
    keys = [between(before, after, chance=chance)]
    for _ in same:
        keys.append(between(keys[-1], after, chance=chance))
    mended = {record: key for (_, record), key in zip(same, keys[1:], strict=True)}
    return Placement(keys[0], mended)
