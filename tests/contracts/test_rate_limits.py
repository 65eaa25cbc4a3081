"""The stores of rate limits keep their promises."""

from datetime import timedelta

import pytest

from phantom_adapters.contracts.rate_limits import RateLimitsContract
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.memory import ManualClock
from phantom_core.limits import Allowance


class TestMemoryRateLimits(RateLimitsContract):
    adapters = (MemoryRateLimits,)

    @pytest.fixture
    def limits(self, clock: ManualClock) -> MemoryRateLimits:
        return MemoryRateLimits(clock)

    async def test_who_has_earned_everything_back_is_forgotten(
        self, limits: MemoryRateLimits, clock: ManualClock, a_minute: Allowance
    ) -> None:
        for number in range(5_000):
            await limits.take(a_minute, f"address {number}")
            clock.advance(seconds=1)

        assert len(limits) < 1_100

    @pytest.fixture
    def a_minute(self) -> Allowance:

        return Allowance(name="a", count=2, per=timedelta(minutes=1))
