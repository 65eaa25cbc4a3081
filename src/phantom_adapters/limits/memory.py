"""Rate limits in the memory of one process; exact as long as there is only that one."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from phantom_core.limits import Allowance, RateLimits, Verdict, weigh

__all__ = ["MemoryRateLimits"]

_FEWEST_BEFORE_SWEEP: Final = 1024


class MemoryRateLimits(RateLimits):
    """What each has spent of each allowance, until it is earned back.

    It is swept after as many calls as it had entries at the last sweep, so that a crowd that has
    gone leaves nothing behind.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._spent: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._until_sweep = _FEWEST_BEFORE_SWEEP

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend of somebody's allowance."""
        now, key = self._clock(), (allowance.name, who)
        spent_until, _ = self._spent.get(key, (None, now))
        verdict = weigh(allowance, spent_until, now, cost=cost)
        self._spent[key] = (verdict.spent_until, now + verdict.reset_after)
        self._until_sweep -= 1
        if not self._until_sweep:
            self._sweep(now)
        return verdict

    def __len__(self) -> int:
        """How many people and allowances are remembered."""
        return len(self._spent)

    def _sweep(self, now: datetime) -> None:
        self._spent = {key: kept for key, kept in self._spent.items() if kept[1] > now}
        self._until_sweep = max(_FEWEST_BEFORE_SWEEP, len(self._spent))
