"""What knows who has taken seats keeps its promises, by one process and by several."""

from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
import pytest
from redis.asyncio import Redis

from phantom_adapters.contracts.seats import ADA, BOB, SeatsContract
from phantom_adapters.limits import MemorySeats
from phantom_adapters.limits.redis_seats import RedisSeats
from tests.proxy import proxy_before
from tests.valkey_server import ValkeyServer

MOST = 2
SOON = 0.3


@pytest.fixture
async def redis(broker: ValkeyServer) -> AsyncIterator[Redis]:
    async with Redis.from_url(broker.url(), retry=None) as client:
        yield client


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so."""
    with anyio.fail_after(20):
        while not await true():  # noqa: ASYNC110 - others do it, who tell nobody
            await anyio.sleep(0.01)


class TestMemorySeats(SeatsContract):
    adapters = (MemorySeats,)

    @pytest.fixture
    def seats(self) -> MemorySeats:
        return MemorySeats(MOST)

    async def test_who_has_none_any_more_is_forgotten(self, seats: MemorySeats) -> None:
        await seats.take(ADA)
        seats.free(ADA)
        await seats.take(BOB)

        assert len(seats) == 1


class TestRedisSeats(SeatsContract):
    adapters = (RedisSeats,)

    @pytest.fixture
    async def seats(self, redis: Redis) -> AsyncIterator[RedisSeats]:
        async with RedisSeats(redis, MOST) as given:
            yield given

    async def test_one_more_than_there_are_is_refused_by_whichever_process(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        async with RedisSeats(redis, MOST) as others:
            taken = [await each.take(ADA) for each in (seats, others, seats, others)]

        assert taken == [True, True, False, False]

    async def test_what_one_process_gives_back_another_gives_out(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        async with RedisSeats(redis, MOST) as others:
            for _ in range(MOST):
                await seats.take(ADA)
            refused = await others.take(ADA)
            seats.free(ADA)

            await eventually(lambda: others.take(ADA))
            assert not refused
            assert not await others.take(ADA)

    async def test_the_seats_of_a_process_that_goes_are_free_at_once(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        async with RedisSeats(redis, MOST) as others:
            for _ in range(MOST):
                await others.take(ADA)

        assert await seats.take(ADA)

    async def test_the_seats_of_a_process_that_dies_are_free_soon(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        dead = RedisSeats(redis, MOST, life=SOON)
        await dead._begin()
        for _ in range(MOST):
            await dead.take(ADA)
        refused = await seats.take(ADA)

        await eventually(lambda: seats.take(ADA))
        assert not refused

    async def test_the_seats_of_a_process_that_lives_are_not(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        async with RedisSeats(redis, MOST, life=SOON) as others:
            for _ in range(MOST):
                await others.take(ADA)
            await anyio.sleep(2 * SOON)

            assert not await seats.take(ADA)

    async def test_a_broker_that_has_forgotten_everything_is_told_once_more(
        self, seats: RedisSeats, redis: Redis, broker: ValkeyServer
    ) -> None:
        async def told() -> bool:
            return await redis.hvals(f"phantom:seats:of:{ADA}") == [b"2"]

        async with RedisSeats(redis, MOST, life=SOON) as others:
            for _ in range(MOST):
                await others.take(ADA)
            await anyio.to_thread.run_sync(broker.empty)
            await eventually(told)

            assert not await seats.take(ADA)

    async def test_while_the_broker_is_silent_each_process_counts_alone_and_then_together(
        self, broker: ValkeyServer, redis: Redis
    ) -> None:
        async def together() -> bool:
            if await others.take(ADA):
                others.free(ADA)
                return False
            return True

        with proxy_before(("127.0.0.1", broker.port)) as proxy:
            url = f"redis://:{broker.password}@127.0.0.1:{proxy.port}/0"
            async with (
                Redis.from_url(url, socket_timeout=0.2, retry=None) as far,
                RedisSeats(far, MOST, life=SOON) as seats,
                RedisSeats(redis, MOST) as others,
            ):
                await seats.take(BOB)
                proxy.fall_silent()
                alone = [await seats.take(ADA) for _ in range(3)]
                proxy.heal()
                await eventually(together)

        assert alone == [True, True, False]
