"""Rate limits that are shared as long as what they are shared by answers."""

import logging
from collections.abc import Callable
from typing import Final

from phantom_core.kernel import Unavailable
from phantom_core.limits import Allowance, RateLimits, Verdict

__all__ = ["FallbackRateLimits"]

_LOG: Final = logging.getLogger(__name__)
_REST: Final = 1.0


class FallbackRateLimits(RateLimits):
    """Counts with all others, and alone while that cannot be done.

    Nobody is refused, and nobody waits, because a store of counts is away: after one call that
    it did not answer it is left alone for a second, and calls are counted in this process.
    """

    def __init__(
        self,
        shared: RateLimits,
        own: RateLimits,
        *,
        monotonic: Callable[[], float],
        rest: float = _REST,
    ) -> None:
        """Count in `shared`, or in `own`; `rest` is how long an absence lasts, in seconds."""
        self._shared = shared
        self._own = own
        self._monotonic = monotonic
        self._rest = rest
        self._away_until: float | None = None

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend of somebody's allowance."""
        if self._away_until is not None:
            if self._monotonic() < self._away_until:
                return await self._own.take(allowance, who, cost=cost)
            # One call finds out whether it is back; those beside it do not wait for that.
            self._away_until = self._monotonic() + self._rest
        try:
            verdict = await self._shared.take(allowance, who, cost=cost)
        except Unavailable as error:
            self._miss(error)
            return await self._own.take(allowance, who, cost=cost)
        if self._away_until is not None:
            self._away_until = None
            _LOG.warning("Rate limits are counted together again.")
        return verdict

    def _miss(self, error: Unavailable) -> None:
        if self._away_until is None:
            _LOG.warning(
                "Rate limits are counted by each process alone for now: %s",
                error.__cause__ or error.detail,
            )
        self._away_until = self._monotonic() + self._rest
