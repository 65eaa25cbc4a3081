"""What limits need: somewhere to remember how much was spent, and what is held."""

from typing import Protocol

from phantom_core.kernel.actor import UserId
from phantom_core.limits.allowance import Allowance, Verdict

__all__ = ["RateLimits", "Seats"]


class RateLimits(Protocol):
    """Counts what is spent, exactly, however many ask at once."""

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend `cost` of somebody's allowance, if that much is left, and tell how it stands.

        Allowances of different names never share a count, and neither do different people. What
        is refused costs nothing. It is forgotten once it is earned back.
        """


class Seats(Protocol):
    """Knows how many seats each person has taken; nobody has more than so many at once."""

    async def take(self, person: UserId) -> bool:
        """Take a seat, and answer whether there was one; exactly, however many ask at once."""

    def free(self, person: UserId) -> None:
        """Give back a seat that was taken here; the next who asks here for one finds it free."""
