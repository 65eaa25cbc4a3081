"""Rate limits that are shared as long as what they are shared by answers."""

from collections.abc import Callable
from typing import Final

from phantom_adapters.limits.absence import Absence
from phantom_core.limits import Allowance, RateLimits, Verdict

__all__ = ["FallbackRateLimits"]

_WHAT: Final = "Rate limits are counted"


class FallbackRateLimits(RateLimits):
    """Counts with all others, and alone while that cannot be done.

    Nobody is refused because a store of counts is away, and nobody waits for it more than once.
    """

    def __init__(
        self, shared: RateLimits, own: RateLimits, *, monotonic: Callable[[], float]
    ) -> None:
        """Count in `shared`, or in `own`."""
        self._shared = shared
        self._own = own
        self._absence = Absence(_WHAT, monotonic=monotonic)

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend of somebody's allowance."""
        shared = await self._absence.ask(lambda: self._shared.take(allowance, who, cost=cost))
        return shared or await self._own.take(allowance, who, cost=cost)

    async def close(self) -> None:
        """Let go of `shared`, which may be closed then."""
        await self._absence.close()
