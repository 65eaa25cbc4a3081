"""What knows who has taken seats keeps its promises, by one process and by several."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import anyio
import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionBroken

from phantom_adapters.contracts.seats import ADA, BOB, SeatsContract
from phantom_adapters.limits import MemorySeats
from phantom_adapters.limits.redis_seats import RedisSeats
from phantom_core.kernel import UserId
from tests.proxy import Proxy, proxy_before
from tests.valkey_server import ValkeyServer

MOST = 2
SOON = 0.3
LIFE = 3.0
"""Long enough for two questions, one after the other, on any machine."""


@pytest.fixture
async def redis(broker: ValkeyServer) -> AsyncIterator[Redis]:
    async with Redis.from_url(broker.url(), retry=None) as client:
        yield client


def _held(person: UserId) -> str:
    return f"{{phantom:seats}}:of:{person}"


def _term(seats: RedisSeats) -> str:
    return f"{{phantom:seats}}:term:{seats._term}"


@contextmanager
def network_before(broker: ValkeyServer) -> Iterator[tuple[Proxy, str]]:
    """What can hold up the broker, and the URL of the broker by it."""
    with proxy_before(("127.0.0.1", broker.port)) as network:
        yield network, f"redis://:{broker.password}@127.0.0.1:{network.port}/0"


@asynccontextmanager
async def losing(broker: ValkeyServer) -> AsyncIterator[tuple[RedisSeats, Proxy]]:
    """Seats by a client that asks once more if a connection breaks, and what can break it."""

    async def begun() -> bool:
        return bool(await client.exists(_term(seats)))

    again = Retry(NoBackoff(), 1, supported_errors=(ConnectionBroken,))
    with network_before(broker) as (network, url):
        async with Redis.from_url(url, retry=again) as client, RedisSeats(client, MOST) as seats:
            await seats.take(BOB)
            await eventually(begun)
            yield seats, network


async def take_while_a_term_begins(seats: RedisSeats, network: Proxy) -> bool:
    """Take a seat by a question that arrives when the broker has heard of a new term."""
    taken = list[bool]()

    async def take() -> None:
        taken.append(await seats.take(ADA))

    async with anyio.create_task_group() as group:
        with network.holding_one_back() as held:
            group.start_soon(take)
            assert await anyio.to_thread.run_sync(held.wait, 60)
            await seats._begin()
    return taken[0]


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so."""
    with anyio.fail_after(60):
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


class TestRedisSeatsFarAway(SeatsContract):
    adapters = (RedisSeats,)

    @pytest.fixture
    async def seats(self, broker: ValkeyServer) -> AsyncIterator[RedisSeats]:
        """What is said later may arrive earlier."""
        with network_before(broker) as (network, url):
            async with Redis.from_url(url, retry=None) as client, RedisSeats(client, MOST) as given:
                network.slow_down(0, 0.02, 0)
                yield given


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
        dead = RedisSeats(redis, MOST, life=60)
        await dead._begin()
        for _ in range(MOST):
            await dead.take(ADA)
        refused, left = await seats.take(ADA), await redis.pttl(_term(dead))
        await redis.pexpire(_term(dead), 1)

        await eventually(lambda: seats.take(ADA))
        assert not refused
        assert 0 < left <= 60_000

    async def test_the_seats_of_a_process_that_lives_are_not(
        self, seats: RedisSeats, redis: Redis
    ) -> None:
        left: list[int] = []

        async def begun() -> bool:
            return bool(await redis.exists(_term(others)))

        async def renewed() -> bool:
            left.append(await redis.pttl(_term(others)))
            return left[-1] > min(left)

        async with RedisSeats(redis, MOST, life=LIFE) as others:
            await eventually(begun)
            for _ in range(MOST):
                await others.take(ADA)
            await eventually(renewed)

            assert not await seats.take(ADA)

    async def test_what_is_asked_once_more_takes_one_seat(
        self, seats: RedisSeats, broker: ValkeyServer
    ) -> None:
        async with losing(broker) as (others, network):
            before = network.connections
            network.lose_an_answer()
            taken = [await others.take(ADA), await seats.take(ADA), await seats.take(ADA)]

            assert taken == [True, True, False]
            assert network.connections > before

    async def test_what_is_said_once_more_gives_one_seat_back(
        self, seats: RedisSeats, broker: ValkeyServer
    ) -> None:
        async with losing(broker) as (others, network):
            for _ in range(MOST):
                await others.take(ADA)
            before = network.connections
            network.lose_an_answer()
            others.free(ADA)
            await eventually(lambda: seats.take(ADA))
            await anyio.sleep(SOON)

            assert not await seats.take(ADA)
            assert network.connections > before

    async def test_what_is_taken_while_a_term_begins_is_taken_in_that_term(
        self, broker: ValkeyServer, redis: Redis
    ) -> None:
        async with losing(broker) as (others, network):
            taken = await take_while_a_term_begins(others, network)

            assert taken
            assert await redis.hvals(_held(ADA)) == [others._term.encode()]

    async def test_what_is_refused_while_a_term_begins_is_given_back(
        self, seats: RedisSeats, broker: ValkeyServer, redis: Redis
    ) -> None:
        async def given_back() -> bool:
            return await redis.hlen(_held(ADA)) == MOST

        for _ in range(MOST):
            await seats.take(ADA)
        async with losing(broker) as (others, network):
            taken = await take_while_a_term_begins(others, network)

            assert not taken
            await eventually(given_back)

    async def test_what_was_given_back_is_forgotten(self, seats: RedisSeats, redis: Redis) -> None:
        async def forgotten() -> bool:
            return not await redis.exists(_held(ADA)) and not seats._freed

        for _ in range(MOST + 1):
            await seats.take(ADA)
        for _ in range(MOST):
            seats.free(ADA)

        await eventually(forgotten)

    async def test_what_is_given_back_while_the_broker_is_away_is_forgotten_too(
        self, broker: ValkeyServer
    ) -> None:
        async def forgotten() -> bool:
            return not seats._freed

        with network_before(broker) as (proxy, url):
            async with (
                Redis.from_url(url, socket_timeout=0.2, retry=None) as far,
                RedisSeats(far, MOST, life=SOON) as seats,
            ):
                proxy.fall_silent()
                for person in (ADA, BOB):
                    await seats.take(person)
                    seats.free(person)
                assert seats._freed
                await eventually(forgotten)

    async def test_a_broker_that_has_forgotten_everything_is_told_once_more(
        self, seats: RedisSeats, redis: Redis, broker: ValkeyServer
    ) -> None:
        async def told() -> bool:
            return await redis.hlen(_held(ADA)) == MOST

        async with RedisSeats(redis, MOST, life=LIFE) as others:
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

        with network_before(broker) as (proxy, url):
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
