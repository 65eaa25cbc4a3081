"""Looking at how evenly people are shown, for those in office."""

from datetime import date

import attrs

from phantom_core.kernel import Access, Query
from phantom_core.matching.daily_feed import gini
from phantom_core.matching.ports import FeedsWork

__all__ = ["Exposure", "GetExposure"]


@attrs.frozen(kw_only=True)
class Exposure:
    """How evenly the feeds of a day show people.

    Attributes:
        people: how many take part in matching.
        shown: how many of them are in any feed.
        most_shown: in how many feeds the one is who is in most.
        gini: 0 if all are shown alike, near 1 if few are in all feeds.
    """

    day: date
    people: int
    shown: int
    most_shown: int
    gini: float

    @property
    def never_shown(self) -> int:
        """How many are in none."""
        return self.people - self.shown


@attrs.frozen(kw_only=True)
class GetExposure(Query[Exposure]):
    """Look at how evenly the feeds of today show people, so far."""

    access = Access.ADMIN

    def run(self, work: FeedsWork) -> Exposure:
        """Answer figures; nobody is named."""
        today = work.now.date()
        spread = work.exposures.spread(today)
        shown = sum(spread.values())
        people = max(work.taste_census.look().people, shown)
        return Exposure(
            day=today,
            people=people,
            shown=shown,
            most_shown=max(spread, default=0),
            gini=round(gini(spread, people), 3),
        )
