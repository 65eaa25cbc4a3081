"""What rate limits need: somewhere to remember how much was spent."""

from typing import Protocol

from phantom_core.limits.allowance import Allowance, Verdict

__all__ = ["RateLimits"]


class RateLimits(Protocol):
    """Counts what is spent, exactly, however many ask at once."""

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend `cost` of somebody's allowance, if that much is left, and tell how it stands.

        Allowances of different names never share a count, and neither do different people. What
        is refused costs nothing. It is forgotten once it is earned back.
        """
