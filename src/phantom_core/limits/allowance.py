"""How much is allowed: the generic cell rate algorithm (GCRA, ITU-T I.371), as a pure function.

Everyone may spend their whole allowance at once, and earns it back evenly. One instant per
person and allowance is all that must be remembered: the time until which what they have spent
reaches, if it were spread evenly.
"""

from datetime import datetime, timedelta
from typing import Final

import attrs

__all__ = ["Allowance", "Verdict", "weigh"]

_NOTHING: Final = timedelta()


@attrs.frozen(kw_only=True)
class Allowance:
    """So many calls in so much time.

    Attributes:
        name: what is limited, as told in the `RateLimit` headers: `log-in`.
        count: how many calls; all of them may come at once.
        per: the time in which that many are earned back.
    """

    name: str
    count: int
    per: timedelta

    @property
    def interval(self) -> timedelta:
        """The time in which one call is earned back, cut to the microsecond."""
        return self.per // self.count


@attrs.frozen(kw_only=True)
class Verdict:
    """Whether a call is within its allowance, and how much of that is left.

    Attributes:
        remaining: how many more calls would be granted now.
        retry_after: how long to wait until this call would be granted; nothing if it is.
        reset_after: how long until the whole allowance is earned back.
        spent_until: what must be remembered for the next call.
    """

    allowance: Allowance
    granted: bool
    remaining: int
    retry_after: timedelta
    reset_after: timedelta
    spent_until: datetime


def weigh(
    allowance: Allowance, spent_until: datetime | None, now: datetime, *, cost: int = 1
) -> Verdict:
    """Decide on a call that costs so much; what is refused costs nothing."""
    before = max(spent_until or now, now)
    after = before + cost * allowance.interval
    wait = after - now - allowance.per
    granted = wait <= _NOTHING
    kept = after if granted else before
    return Verdict(
        allowance=allowance,
        granted=granted,
        remaining=max(0, (allowance.per - (kept - now)) // allowance.interval),
        retry_after=max(wait, _NOTHING),
        reset_after=kept - now,
        spent_until=kept,
    )
