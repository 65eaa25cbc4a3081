"""A taste profile as it is kept: what others' scores are made with, changed only so often."""

from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.profile import TasteProfile

__all__ = ["BURST", "CHANGE_COST", "KeptTaste"]

CHANGE_COST: Final = timedelta(hours=1)
"""A change of a profile shows in scores once in this time, on average."""

BURST: Final = 4
"""So many changes in a row may show at once, for those who are just choosing."""


@attrs.frozen(kw_only=True)
class KeptTaste:
    """What scores with somebody are made with.

    Whoever changes their profile again and again, to read from the scores what others like, would
    see little: only so many changes show.

    Attributes:
        statistics_version: that under which the index has it.
        settled_at: when all changes that have shown are paid for.
    """

    user_id: UserId
    profile: TasteProfile
    statistics_version: int
    settled_at: datetime

    @classmethod
    def begun(cls, profile: TasteProfile, now: datetime) -> "KeptTaste":
        """The first of somebody."""
        return cls(
            user_id=profile.user_id,
            profile=profile,
            statistics_version=0,
            settled_at=now + CHANGE_COST,
        )

    def may_change_at(self) -> datetime:
        """From when on another change may show."""
        return self.settled_at - (BURST - 1) * CHANGE_COST

    def changed(self, profile: TasteProfile, now: datetime) -> "KeptTaste":
        """Have another profile show, if one may; else the same."""
        if profile == self.profile or now < self.may_change_at():
            return self
        settled = max(now, self.settled_at) + CHANGE_COST
        return attrs.evolve(self, profile=profile, settled_at=settled)
