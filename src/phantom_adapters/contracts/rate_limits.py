"""What every store of rate limits promises."""

from datetime import timedelta

import anyio
import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.limits import Allowance, RateLimits, Verdict

__all__ = ["RateLimitsContract"]

_TEN_A_MINUTE = Allowance(name="ten", count=10, per=timedelta(minutes=1))
_THREE_AN_HOUR = Allowance(name="three", count=3, per=timedelta(hours=1))


class RateLimitsContract:
    """Supply `clock` and `limits`, a new and empty store that reads that clock."""

    adapters: tuple[type[RateLimits], ...] = ()

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock()

    async def test_exactly_the_allowance_is_granted(self, limits: RateLimits) -> None:
        verdicts = [await limits.take(_TEN_A_MINUTE, "ada") for _ in range(15)]

        assert [verdict.granted for verdict in verdicts] == [True] * 10 + [False] * 5
        assert [verdict.remaining for verdict in verdicts] == [*range(9, -1, -1), *[0] * 5]

    async def test_exactly_the_allowance_is_granted_to_many_who_ask_at_once(
        self, limits: RateLimits
    ) -> None:
        verdicts: list[Verdict] = []

        async def ask() -> None:
            verdicts.append(await limits.take(_TEN_A_MINUTE, "ada"))

        async with anyio.create_task_group() as group:
            for _ in range(100):
                group.start_soon(ask)

        assert sum(verdict.granted for verdict in verdicts) == 10

    async def test_a_refusal_says_when_to_come_back_and_that_is_when_it_is_granted(
        self, limits: RateLimits, clock: ManualClock
    ) -> None:
        for _ in range(3):
            await limits.take(_THREE_AN_HOUR, "ada")
        refused = await limits.take(_THREE_AN_HOUR, "ada")
        clock.advance(seconds=refused.retry_after.total_seconds() - 0.001)
        too_soon = await limits.take(_THREE_AN_HOUR, "ada")
        clock.advance(seconds=0.001)
        in_time = await limits.take(_THREE_AN_HOUR, "ada")

        assert refused.retry_after == timedelta(minutes=20)
        assert not too_soon.granted
        assert in_time.granted

    async def test_people_and_allowances_do_not_share_a_count(self, limits: RateLimits) -> None:
        for _ in range(3):
            await limits.take(_THREE_AN_HOUR, "ada")
        other_person = await limits.take(_THREE_AN_HOUR, "bob")
        other_allowance = await limits.take(_TEN_A_MINUTE, "ada")

        assert other_person.remaining == 2
        assert other_allowance.remaining == 9

    async def test_what_is_refused_costs_nothing(
        self, limits: RateLimits, clock: ManualClock
    ) -> None:
        for _ in range(50):
            await limits.take(_THREE_AN_HOUR, "ada")
        clock.advance(minutes=20)
        verdict = await limits.take(_THREE_AN_HOUR, "ada")

        assert verdict.granted

    async def test_a_cost_of_more_than_is_left_is_refused_whole(self, limits: RateLimits) -> None:
        dear = await limits.take(_TEN_A_MINUTE, "ada", cost=8)
        refused = await limits.take(_TEN_A_MINUTE, "ada", cost=3)
        fitting = await limits.take(_TEN_A_MINUTE, "ada", cost=2)

        assert dear.granted
        assert not refused.granted
        assert fitting.granted

    async def test_the_whole_allowance_is_back_after_its_time(
        self, limits: RateLimits, clock: ManualClock
    ) -> None:
        for _ in range(10):
            await limits.take(_TEN_A_MINUTE, "ada")
        clock.advance(minutes=1)
        verdict = await limits.take(_TEN_A_MINUTE, "ada")

        assert verdict.remaining == 9
