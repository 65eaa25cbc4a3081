"""What servers tell each other of their databases: it stays, and can be taken back."""

import logging
from collections.abc import AsyncIterator, Callable

import anyio
import pytest
from redis.asyncio import Redis

from phantom_adapters.sql.fence import Fence, TakenOver
from phantom_adapters.transport.redis_timelines import (
    TIMELINES,
    RedisTimelines,
    newest_timelines,
)
from tests.valkey_server import ValkeyServer

OURS = "7001"
OFTEN = 0.02


@pytest.fixture
async def redis(broker: ValkeyServer) -> AsyncIterator[Redis]:
    async with Redis.from_url(broker.url(), retry=None) as client:
        yield client


class Link:
    """A connection."""


def is_in(fence: Fence, timeline: int, link: Link | None = None) -> bool:
    try:
        fence.admit(link or Link(), OURS, timeline)
    except TakenOver:
        return False
    return True


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not true():  # noqa: ASYNC110 - nobody tells
            await anyio.sleep(0.01)


async def until_known(redis: Redis, timeline: int) -> None:
    with anyio.fail_after(60):
        while await newest_timelines(redis) != {OURS: timeline}:  # noqa: ASYNC110 - as above
            await anyio.sleep(0.01)


async def test_what_one_sees_keeps_another_from_what_is_older(redis: Redis) -> None:
    near, far, link = Fence(), Fence(), Link()
    async with (
        RedisTimelines(redis, near, every=OFTEN),
        RedisTimelines(redis, far, every=OFTEN),
    ):
        before = [is_in(near, 1), is_in(far, 1, link)]
        await until_known(redis, 1)
        near.admit(Link(), OURS, 2)
        await until(lambda: not far.trusts(link))

        assert before == [True, True]
        assert not is_in(far, 1)
        assert is_in(far, 2)


async def test_who_begins_has_heard_of_it_and_an_older_one_does_not_undo_it(redis: Redis) -> None:
    await redis.zadd(TIMELINES, {OURS: 2})
    blind, fence = Fence(), Fence()
    blind.admit(Link(), OURS, 1)
    async with RedisTimelines(redis, blind), RedisTimelines(redis, fence):
        assert not is_in(fence, 1)
    assert await newest_timelines(redis) == {OURS: 2}


async def test_a_broker_that_has_forgotten_it_is_told_again(redis: Redis) -> None:
    fence = Fence()
    async with RedisTimelines(redis, fence, every=OFTEN):
        fence.admit(Link(), OURS, 2)
        await until_known(redis, 2)
        await redis.flushall()
        await until_known(redis, 2)

        assert is_in(fence, 2)


async def test_while_the_broker_is_away_what_was_heard_last_holds_and_nothing_else(
    redis: Redis, broker: ValkeyServer
) -> None:
    await redis.zadd(TIMELINES, {OURS: 2})
    heard, deaf = Fence(), Fence()
    async with RedisTimelines(redis, heard, every=OFTEN):
        broker.kill()
        async with RedisTimelines(redis, deaf, every=OFTEN):
            await anyio.sleep(3 * OFTEN)

            assert not is_in(heard, 1)
            assert is_in(heard, 2)
            assert is_in(deaf, 1)


async def test_an_operator_takes_back_what_was_told(redis: Redis) -> None:
    fence = Fence()
    async with RedisTimelines(redis, fence, every=OFTEN):
        fence.admit(Link(), OURS, 2)
        await until_known(redis, 2)
        await until(lambda: not is_in(fence, 1))
        await redis.zrem(TIMELINES, OURS)
        await until(lambda: is_in(fence, 1))


@pytest.mark.parametrize("kind", ["a word", "an endless number", "no text"])
async def test_what_makes_no_sense_keeps_nobody_out(redis: Redis, kind: str) -> None:
    if kind == "a word":
        await redis.set(TIMELINES, "2")
    else:
        name = b"\xff" if kind == "no text" else OURS.encode()
        await redis.zadd(TIMELINES, {name: float("inf")})
    fence = Fence()
    async with RedisTimelines(redis, fence, every=OFTEN):
        await anyio.sleep(3 * OFTEN)
        let_in = is_in(fence, 1)
        await redis.flushall()
        await until_known(redis, 1)

    assert let_in


async def test_a_broker_that_does_not_let_us_is_told_once_and_keeps_nobody_out(
    redis: Redis, broker: ValkeyServer, caplog: pytest.LogCaptureFixture
) -> None:
    await redis.acl_setuser("lodger", enabled=True, passwords=["+x"], commands=["+ping"])
    url = broker.url().replace(f":{broker.password}@", "lodger:x@")
    fence = Fence()
    with caplog.at_level(logging.WARNING):
        async with (
            Redis.from_url(url, retry=None) as lodger,
            RedisTimelines(lodger, fence, every=OFTEN),
        ):
            await anyio.sleep(3 * OFTEN)

            assert is_in(fence, 1)
    await redis.acl_deluser("lodger")

    assert caplog.text.count("does not keep which database has taken over") == 1
