"""The stores of rate limits keep their promises."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import anyio
import pytest
from redis.asyncio import Redis

from phantom_adapters.contracts.rate_limits import RateLimitsContract
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.limits.fallback import FallbackRateLimits
from phantom_adapters.limits.redis import RedisRateLimits
from phantom_adapters.memory import ManualClock
from phantom_core.kernel import EPOCH, Unavailable
from phantom_core.limits import Allowance, Verdict
from tests.proxy import proxy_before
from tests.unit.live.stage import until
from tests.valkey_server import ValkeyServer

A_MINUTE = Allowance(name="a", count=2, per=timedelta(minutes=1))


class TestMemoryRateLimits(RateLimitsContract):
    adapters = (MemoryRateLimits,)

    @pytest.fixture
    def limits(self, clock: ManualClock) -> MemoryRateLimits:
        return MemoryRateLimits(clock)

    async def test_who_has_earned_everything_back_is_forgotten(
        self, limits: MemoryRateLimits, clock: ManualClock
    ) -> None:
        for number in range(5_000):
            await limits.take(A_MINUTE, f"address {number}")
            clock.advance(seconds=1)

        assert len(limits) < 1_100

    async def test_of_a_crowd_that_has_gone_nothing_stays(
        self, limits: MemoryRateLimits, clock: ManualClock
    ) -> None:
        for number in range(3_000):
            await limits.take(A_MINUTE, f"address {number}")
        clock.advance(seconds=120)
        for _ in range(3_000):
            await limits.take(A_MINUTE, "who is left")

        assert len(limits) == 1


@pytest.fixture
async def redis(broker: ValkeyServer) -> AsyncIterator[Redis]:
    client = Redis.from_url(broker.url())
    yield client
    await client.aclose()


class TestRedisRateLimits(RateLimitsContract):
    adapters = (RedisRateLimits,)

    @pytest.fixture
    def limits(self, redis: Redis, clock: ManualClock) -> RedisRateLimits:
        return RedisRateLimits(redis, clock=clock)

    async def test_it_is_as_exact_over_long_times_and_large_numbers(
        self, limits: RedisRateLimits
    ) -> None:
        large = Allowance(name="large", count=9_999_999, per=timedelta(seconds=9_999_999))
        for _ in range(3):
            await limits.take(large, "ada", cost=3_333_332)
        verdicts = [await limits.take(large, "ada") for _ in range(4)]

        assert [verdict.granted for verdict in verdicts] == [True, True, True, False]
        assert verdicts[-1].retry_after == timedelta(seconds=1)

    async def test_what_is_earned_back_is_forgotten_by_the_broker_too(self, redis: Redis) -> None:
        await RedisRateLimits(redis).take(A_MINUTE, "ada")
        key, life = "phantom:limit:a:ada", timedelta(seconds=30) / timedelta(milliseconds=1)

        assert 0 < await redis.pttl(key) <= life + 1

    async def test_without_a_clock_the_brokers_own_counts(self, redis: Redis) -> None:
        slow = Allowance(name="slow", count=2, per=timedelta(hours=10))
        for _ in range(2):
            await RedisRateLimits(redis).take(slow, "ada")
        refused = await RedisRateLimits(redis).take(slow, "ada")
        seconds, _ = await redis.time()
        left = EPOCH + timedelta(microseconds=refused.spent_until / 2) - timedelta(seconds=seconds)

        assert not refused.granted
        assert timedelta(hours=4) < refused.retry_after <= timedelta(hours=5)
        assert timedelta(hours=9) < left - EPOCH < timedelta(hours=11)

    async def test_an_allowance_that_was_changed_begins_anew(self, limits: RedisRateLimits) -> None:
        more = Allowance(name="a", count=5, per=timedelta(minutes=1))
        for _ in range(2):
            await limits.take(A_MINUTE, "ada")
        verdict = await limits.take(more, "ada")

        assert verdict.remaining == 4

    async def test_a_clock_that_goes_back_gives_and_takes_nothing(
        self, limits: RedisRateLimits, clock: ManualClock
    ) -> None:
        for _ in range(2):
            await limits.take(A_MINUTE, "ada")
        clock.advance(hours=-1)
        verdict = await limits.take(A_MINUTE, "ada")

        assert not verdict.granted
        assert verdict.retry_after == timedelta(seconds=30)

    async def test_a_broker_that_is_away_is_told_as_such(self, broker: ValkeyServer) -> None:
        async with Redis.from_url(broker.url(), retry=None) as client:
            broker.kill()
            with pytest.raises(Unavailable):
                await RedisRateLimits(client).take(A_MINUTE, "ada")


class CountedRateLimits(RedisRateLimits):
    """Remembers how often it was asked."""

    asked = 0

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        self.asked += 1
        return await super().take(allowance, who, cost=cost)


class TestFallbackRateLimits(RateLimitsContract):
    adapters = (FallbackRateLimits,)

    @pytest.fixture
    def limits(self, redis: Redis, clock: ManualClock) -> FallbackRateLimits:
        return FallbackRateLimits(
            RedisRateLimits(redis, clock=clock), MemoryRateLimits(clock), monotonic=lambda: 0
        )

    async def test_while_the_broker_is_away_each_process_counts_alone_and_says_so_once(
        self, broker: ValkeyServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        clock, time = ManualClock(), [0.0]
        own = MemoryRateLimits(clock)
        async with Redis.from_url(broker.url(), retry=None) as client:
            shared = RedisRateLimits(client)
            limits = FallbackRateLimits(shared, own, monotonic=lambda: time[0])
            with caplog.at_level(logging.WARNING):
                broker.kill()
                alone = [(await limits.take(A_MINUTE, "ada")).granted for _ in range(3)]
                time[0] = 2.0
                still = await limits.take(A_MINUTE, "ada")
                broker.start()
                resting = await limits.take(A_MINUTE, "ada")
                time[0] = 4.0
                trying = await limits.take(A_MINUTE, "ada")
                await until(lambda: len(caplog.records) == 2)
                together = await limits.take(A_MINUTE, "ada")

        assert alone == [True, True, False]
        assert not still.granted
        assert not resting.granted
        assert not trying.granted
        assert together.remaining == 0
        assert [record.message.partition(":")[0] for record in caplog.records] == [
            "Rate limits are counted by each process alone for now",
            "Rate limits are counted together again.",
        ]

    async def test_nobody_waits_for_a_broker_that_hangs_but_who_found_it_so(
        self, broker: ValkeyServer, clock: ManualClock
    ) -> None:
        time = [0.0]
        with proxy_before(("127.0.0.1", broker.port)) as proxy:
            url = f"redis://:{broker.password}@127.0.0.1:{proxy.port}/0"
            async with Redis.from_url(url, socket_timeout=3600, retry=None) as client:
                shared = CountedRateLimits(client)
                limits = FallbackRateLimits(
                    shared, MemoryRateLimits(clock), monotonic=lambda: time[0]
                )
                await limits.take(A_MINUTE, "bob")
                proxy.fall_silent()
                await limits.take(A_MINUTE, "ada")
                waited, time[0] = shared.asked, 2.0
                with anyio.CancelScope() as scope:
                    # Whoever waited for anything would end here, at the first moment of waiting.
                    scope.cancel()
                    verdicts = [await limits.take(A_MINUTE, "ada") for _ in range(10)]
                await until(lambda: shared.asked > waited)
                tried = shared.asked - waited
                proxy.heal()

        assert waited == 2
        assert [each.granted for each in verdicts] == [True] + [False] * 9
        assert tried == 1
