"""A taste profile: all that the scorer knows of a person, gathered from the other contexts.

Matching knows people, artists and genres by id only. Words (tags, roles, regions) are folded when
a profile is made, so that `Drummer` and `drummer ` are one.
"""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import attrs

from phantom_core.kernel import Id, UserId, search_key

__all__ = ["ADULT", "TasteProfile", "Traits", "Wishes", "age"]

ADULT: Final = 18
"""The age from which people are matched. Who does not tell theirs is taken to be of age."""

_EXTREME: Final = 1e6


def age(birth_date: date, today: date) -> int:
    """Completed years of life; who was born on 29 February turns a year older on 1 March."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def _key(word: str) -> str:
    # The same for ASCII, and many times faster: candidates are read by the hundred.
    return " ".join(word.lower().split()) if word.isascii() else search_key(word)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for word in words if (key := _key(word))))


def _folded_one(word: str | None) -> str | None:
    return _key(word or "") or None


def _cut(numbers: Iterable[float]) -> tuple[float, ...]:
    given = tuple(numbers)
    if max(given, default=0) <= _EXTREME and min(given, default=0) >= -_EXTREME:
        return given
    return tuple(max(min(number, _EXTREME), -_EXTREME) for number in given)


def _weights(_owner: Any, field: Any, pairs: tuple[tuple[Id, float], ...]) -> None:
    if not all(0 < weight < math.inf for _, weight in pairs):
        message = f"{field.name} have weights that are finite and above 0"
        raise ValueError(message)
    if len({item for item, _ in pairs}) < len(pairs):
        message = f"{field.name} name each at most once"
        raise ValueError(message)


def _numbers(_owner: Any, field: Any, numbers: tuple[float, ...]) -> None:
    if any(map(math.isnan, numbers)):
        message = f"{field.name} holds numbers"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class Wishes:
    """Whom a person wishes to meet; what is left empty is open.

    Attributes:
        ages: the lowest and the highest age in years, both included.
    """

    genders: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    roles: tuple[str, ...] = attrs.field(default=(), converter=_folded)
    regions: tuple[str, ...] = attrs.field(default=(), converter=_folded)


@attrs.frozen(kw_only=True)
class Traits:
    """What others may wish for in a person, and what that person wishes for."""

    gender: str | None = None
    birth_date: date | None = None
    region: str | None = attrs.field(default=None, converter=_folded_one)
    wishes: Wishes = Wishes()


@attrs.frozen(kw_only=True)
class TasteProfile:
    """A person as the scorer sees them.

    Attributes:
        artists: each artist once, with how much it weighs: 1/rank among ordered favourites, a
            count of plays, or 1. Only the proportions matter.
        genres: each genre once, likewise.
        tags: words they put on themself.
        roles: what they do: `drummer`, `producer`.
        sound: mean embedding of their own recordings, of one scheme; empty if there are none. What
            is beyond a million is cut.

    Raises:
        ValueError: if a weight is not above 0, an item is named twice, or a number is none.
    """

    user_id: UserId
    artists: tuple[tuple[Id, float], ...] = attrs.field(default=(), validator=_weights)
    genres: tuple[tuple[Id, float], ...] = attrs.field(default=(), validator=_weights)
    tags: tuple[str, ...] = attrs.field(default=(), converter=_folded)
    roles: tuple[str, ...] = attrs.field(default=(), converter=_folded)
    sound: tuple[float, ...] = attrs.field(default=(), converter=_cut, validator=_numbers)
    traits: Traits = Traits()
