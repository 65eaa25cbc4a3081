"""How much is allowed: the generic cell rate algorithm (GCRA, ITU-T I.371), as a pure function.

Everyone may spend their whole allowance at once, and earns it back evenly. One instant per
person and allowance is all that must be remembered: the time until which what they have spent
reaches, if it were spread evenly.
"""

from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.kernel.quantities import EPOCH

__all__ = ["Allowance", "Verdict", "weigh"]

_MICROSECOND: Final = timedelta(microseconds=1)


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


@attrs.frozen(kw_only=True)
class Verdict:
    """Whether a call is within its allowance, and how much of that is left.

    Attributes:
        remaining: how many more calls would be granted now.
        retry_after: how long to wait until this call would be granted; nothing if it is.
        reset_after: how long until the whole allowance is earned back.
        spent_until: what must be remembered for the next call; `weigh` knows its unit.
    """

    allowance: Allowance
    granted: bool
    remaining: int
    retry_after: timedelta
    reset_after: timedelta
    spent_until: int


def weigh(
    allowance: Allowance, spent_until: int | None, now: datetime, *, cost: int = 1
) -> Verdict:
    """Decide on a call that costs so much; what is refused costs nothing."""
    # A call is earned back in `per / count`, which is seldom whole. So time is counted in parts
    # of a microsecond, `count` of them: then one call is as many parts as `per` has microseconds.
    parts, one = allowance.count, allowance.per // _MICROSECOND
    here = (now - EPOCH) // _MICROSECOND * parts
    before = here if spent_until is None else max(spent_until, here)
    after = before + cost * one
    limit = here + parts * one
    granted = after <= limit
    kept = after if granted else before
    return Verdict(
        allowance=allowance,
        granted=granted,
        remaining=max(0, (limit - kept) // one),
        retry_after=_time(max(after - limit, 0), parts),
        reset_after=_time(kept - here, parts),
        spent_until=kept,
    )


def _time(length: int, parts: int) -> timedelta:
    """So many parts of a microsecond as time, rounded up."""
    return -(-length // parts) * _MICROSECOND
