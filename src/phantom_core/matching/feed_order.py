"""In which order people come in a day's feed, by plain figures.

Nobody is to be shown to all and nobody to none: who has been shown often today, or to this one
before, counts for less; and every tenth place is for somebody who would not have come so far.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.daily_feed import FEED_LENGTH

__all__ = ["EXPLORED_EVERY", "EXPOSURE_BUDGET", "Ranked", "feed_order"]

EXPOSURE_BUDGET: Final = 100
"""In so many feeds of a day somebody counts in full, and for less and less in more."""

EXPLORED_EVERY: Final = 10
"""One place in so many is for exploration."""

_SEEN: Final = 0.5
"""What somebody counts who was shown on an earlier day, and was not answered. Set."""


@attrs.frozen(kw_only=True)
class Ranked:
    """Who comes in which place.

    Attributes:
        order: all of them; the best first, the explored ones among the first.
        explored: those who are there to be tried.
    """

    order: tuple[UserId, ...]
    explored: tuple[UserId, ...]


def feed_order(
    values: Mapping[UserId, float],
    *,
    exposures: Mapping[UserId, int],
    seen: Collection[UserId],
    lot: int,
) -> Ranked:
    """Put people in order.

    Args:
        values: what speaks for each: the reciprocal score, and common acquaintances.
        exposures: in how many feeds of the day each is already.
        seen: who was shown to this one on earlier days.
        lot: what decides among equals where nothing else does.
    """
    known = frozenset(seen)
    worth = {
        user_id: value
        * (_SEEN if user_id in known else 1.0)
        * min(1.0, EXPOSURE_BUDGET / (exposures.get(user_id, 0) + 1))
        for user_id, value in values.items()
    }
    ranked = sorted(worth, key=lambda each: (-worth[each], each in known, _drawn(each, lot)))
    rest = sorted(
        ranked[FEED_LENGTH:],
        key=lambda each: (exposures.get(each, 0), each in known, _drawn(each, lot)),
    )
    return _mixed(ranked, rest[: FEED_LENGTH // EXPLORED_EVERY])


def _mixed(best: Sequence[UserId], tried: Sequence[UserId]) -> Ranked:
    """The best, with one to be tried in each tenth place, and behind them the others."""
    order = [each for each in best if each not in set(tried)]
    for number, each in enumerate(tried, start=1):
        order.insert(number * EXPLORED_EVERY - 1, each)
    return Ranked(order=tuple(order), explored=tuple(tried))


def _drawn(user_id: UserId, lot: int) -> int:
    import zlib  # noqa: PLC0415 - keeps `import phantom_core` light

    return zlib.crc32(f"{user_id} {lot}".encode())
