"""Whom somebody is shown on one day, in an order that holds until the next.

A feed is made once a day, so that it does not change under the finger, and that everybody who is
shown counts as shown once. It holds ids only: scores and reasons, and whether one may be shown at
all, are reckoned each time it is read.
"""

import math
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from phantom_core.kernel import UserId

__all__ = ["FEED_LENGTH", "MOST_REMEMBERED", "DailyFeed", "gini", "lot_of_day"]

FEED_LENGTH: Final = 50
"""How many people a day's feed has at the most."""

MOST_REMEMBERED: Final = 500
"""How many of those shown on earlier days are remembered; others come before them."""


@attrs.frozen(kw_only=True)
class DailyFeed:
    """A day's feed.

    Attributes:
        day: in UTC.
        basis: what the taste was that it was made for; when that changes, it is made anew.
        shown: the best first.
        explored: those of `shown` who are there to be tried.
        before: who was shown earlier, the latest last.
    """

    user_id: UserId
    day: date
    basis: str
    shown: tuple[UserId, ...]
    explored: tuple[UserId, ...] = ()
    before: tuple[UserId, ...] = ()

    @property
    def remembered(self) -> tuple[UserId, ...]:
        """Whom the next feed knows to have been shown, the latest last."""
        shown = set(self.shown)
        earlier = [user_id for user_id in self.before if user_id not in shown]
        return (*earlier, *self.shown)[-MOST_REMEMBERED:]


def lot_of_day(user_id: UserId, day: date) -> int:
    """A number below 2^31 that is as good as drawn, another for each user and day."""
    return zlib.crc32(f"{user_id} {day}".encode()) >> 1


def gini(spread: Mapping[int, int], people: int) -> float:
    """How unequally people are shown: 0 if all are alike, near 1 if few have all.

    Args:
        spread: how many people were shown how often; as `Exposures.spread` tells it.
        people: how many there are who could be shown, at least those in `spread`.
    """
    never = max(people - sum(spread.values()), 0)
    counts = sorted({**spread, 0: spread.get(0, 0) + never}.items())
    whole = math.fsum(times * having for times, having in counts)
    everybody = sum(having for _, having in counts)
    if not whole:
        return 0.0
    rank, weighted = 0, 0.0
    for times, having in counts:
        weighted += times * having * (2 * rank + having)
        rank += having
    return weighted / (everybody * whole) - 1.0
