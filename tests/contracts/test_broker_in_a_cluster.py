"""A broker that is a cluster: each node runs scripts on its own keys alone."""

import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import anyio
import pytest
import redis as blocking
from redis.asyncio import Redis
from redis.crc import key_slot
from redis.exceptions import ResponseError

from phantom_adapters.contracts.seats import ADA, SeatsContract
from phantom_adapters.limits.redis import RedisRateLimits
from phantom_adapters.limits.redis_seats import RedisSeats
from phantom_adapters.sql.fence import Fence
from phantom_adapters.transport.redis import RedisTransport
from phantom_adapters.transport.redis_timelines import RedisTimelines, newest_timelines
from phantom_core.kernel import EPOCH, Topic
from phantom_core.limits import Allowance
from phantom_core.live import Parcel, Signal
from tests.ports import kept_port
from tests.valkey_server import ValkeyServer, valkey

_ALL_SLOTS = (0, 16383)
_SOON = 20


@contextlib.contextmanager
def node(*slots: int) -> Iterator[ValkeyServer]:
    """A node that has the slots from the one to the other, and knows no other node."""
    # Told nothing, it speaks to others at 10,000 above its own port: past the last, or somebody's.
    nodes = {"cluster-port": str(kept_port()), "cluster-require-full-coverage": "no"}
    with valkey(**{"cluster-enabled": "yes", **nodes}) as server:
        client: Any = blocking.Redis.from_url(server.url())
        with contextlib.closing(client):
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", *slots)
            while client.execute_command("CLUSTER INFO")["cluster_state"] != "ok":
                time.sleep(0.01)
        yield server


@pytest.fixture(scope="module")
def cluster() -> Iterator[ValkeyServer]:
    """One node with everything."""
    with node(*_ALL_SLOTS) as server:
        yield server


@pytest.fixture(scope="module")
def one_of_many() -> Iterator[ValkeyServer]:
    """A node that has the slot of seats, and no other."""
    slot = key_slot(b"{phantom:seats}:")
    with node(slot, slot) as server:
        yield server


@pytest.fixture
async def redis(cluster: ValkeyServer) -> AsyncIterator[Redis]:
    cluster.empty()
    async with Redis.from_url(cluster.url(), retry=None) as client:
        yield client


@pytest.fixture
async def near(one_of_many: ValkeyServer) -> AsyncIterator[Redis]:
    one_of_many.empty()
    async with Redis.from_url(one_of_many.url(), retry=None) as client:
        yield client


class TestRedisSeats(SeatsContract):
    adapters = (RedisSeats,)

    @pytest.fixture
    async def seats(self, near: Redis) -> AsyncIterator[RedisSeats]:
        async with RedisSeats(near, 2) as given:
            yield given

    async def test_what_others_have_is_counted(self, seats: RedisSeats, near: Redis) -> None:
        async with RedisSeats(near, 2) as others:
            taken = [await each.take(ADA) for each in (seats, others, seats, others)]

        assert taken == [True, True, False, False]

    async def test_nothing_is_asked_of_another_node(self, near: Redis) -> None:
        """What is not kept together cannot be asked at all, so that all above shows something."""
        apart = RedisSeats(near, 2)
        told = ("seat", "mine", 2, "elsewhere:", 1000)
        await near.hset(apart._of(ADA), "other", "term")
        with pytest.raises(ResponseError, match="non local key"):
            await apart._script(keys=[apart._of(ADA)], args=told)


async def test_calls_are_counted_and_timelines_kept(redis: Redis) -> None:
    limits, fence = RedisRateLimits(redis), Fence()
    hourly = Allowance(name="a", count=1, per=timedelta(hours=1))
    verdicts = [(await limits.take(hourly, "ada")).granted for _ in range(2)]
    fence.admit(redis, "7001", 2)
    async with RedisTimelines(redis, fence):
        known = await newest_timelines(redis)

    assert verdicts == [True, False]
    assert known == {"7001": 2}


async def test_what_is_published_is_heard(redis: Redis) -> None:
    signal = Signal(topic=Topic("user:x"), name="test", at=EPOCH, by=None, data={})
    heard = list[Parcel]()
    async with RedisTransport(redis) as near, RedisTransport(redis) as far:
        far.subscribe(heard.extend)
        with anyio.fail_after(_SOON):
            while not heard:
                near.publish([signal])
                await anyio.sleep(0.05)

    assert heard[0] == signal
