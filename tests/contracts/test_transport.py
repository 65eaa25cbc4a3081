"""The transports keep their promises."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
import attrs
import pytest
from redis.asyncio import Redis

from phantom_adapters.contracts.transport import TransportContract
from phantom_adapters.transport import InProcessTransport
from phantom_adapters.transport.redis import RedisTransport
from phantom_core.kernel import EPOCH, Topic
from phantom_core.live import Parcel, Signal, Transport
from tests.valkey_server import ValkeyServer

_SIGNAL: Final = Signal(topic=Topic("user:x"), name="test", at=EPOCH, by=None, data={})


class TestInProcessTransport(TransportContract):
    adapters = (InProcessTransport,)

    @pytest.fixture
    def ends(self) -> tuple[Transport, Transport]:
        transport = InProcessTransport()
        return transport, transport

    async def test_a_listener_in_the_publishers_loop_is_called_at_once(self) -> None:
        transport, heard = InProcessTransport(), list[Parcel]()
        transport.subscribe(heard.extend)
        transport.publish([_SIGNAL])

        assert heard == [_SIGNAL]

    def test_a_listener_whose_loop_is_gone_is_passed_over(self) -> None:
        transport, heard = InProcessTransport(), list[Parcel]()

        async def listen() -> None:
            transport.subscribe(heard.extend)

        asyncio.run(listen())
        transport.publish([_SIGNAL])

        assert heard == []


async def _connected(*transports: RedisTransport) -> None:
    with anyio.fail_after(60):
        while not all(transport.connected for transport in transports):  # noqa: ASYNC110
            await anyio.sleep(0.01)


@asynccontextmanager
async def _two_ends(
    broker: ValkeyServer,
) -> AsyncIterator[tuple[Redis, RedisTransport, RedisTransport]]:
    async with (
        Redis.from_url(broker.url()) as one,
        Redis.from_url(broker.url()) as other,
        RedisTransport(one) as near,
        RedisTransport(other) as far,
    ):
        yield one, near, far


class TestRedisTransport(TransportContract):
    adapters = (RedisTransport,)

    @pytest.fixture
    async def ends(self, broker: ValkeyServer) -> AsyncIterator[tuple[Transport, Transport]]:
        async with _two_ends(broker) as (_, near, far):
            yield near, far

    async def test_a_listener_in_the_publishers_loop_is_called_at_once_and_once(
        self, broker: ValkeyServer
    ) -> None:
        heard, elsewhere = list[Parcel](), list[Parcel]()
        async with _two_ends(broker) as (_, near, far):
            await _connected(near, far)
            near.subscribe(heard.extend)
            far.subscribe(elsewhere.extend)
            near.publish([_SIGNAL])
            at_once = [*heard]
            with anyio.fail_after(60):
                while not elsewhere:  # noqa: ASYNC110 - the broker tells
                    await anyio.sleep(0.01)
            near.publish([_SIGNAL])
            with anyio.fail_after(60):
                while len(elsewhere) < 2:  # noqa: ASYNC110 - the broker tells
                    await anyio.sleep(0.01)

        assert at_once == [_SIGNAL]
        assert heard == [_SIGNAL] * 2

    async def test_while_the_broker_is_away_its_own_process_is_told_and_afterwards_all_are(
        self, broker: ValkeyServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        near_heard, far_heard = list[Parcel](), list[Parcel]()
        later = attrs.evolve(_SIGNAL, name="later")
        async with _two_ends(broker) as (_, near, far):
            await _connected(near, far)
            near.subscribe(near_heard.extend)
            far.subscribe(far_heard.extend)
            broker.kill()
            with anyio.fail_after(60):
                while near.connected or far.connected:  # noqa: ASYNC110 - as above
                    await anyio.sleep(0.01)
            for _ in range(1000):
                near.publish([_SIGNAL])
            broker.start()
            await _connected(near, far)
            with anyio.fail_after(60):
                while later not in far_heard:
                    near.publish([later])
                    await anyio.sleep(0.05)

        assert near_heard[:1000] == [_SIGNAL] * 1000
        assert _SIGNAL not in far_heard
        lost = [record for record in caplog.records if "is away" in record.message]
        assert len(lost) == 2

    async def test_what_is_no_message_harms_nobody(self, broker: ValkeyServer) -> None:
        heard = list[Parcel]()
        async with _two_ends(broker) as (client, near, far):
            await _connected(near, far)
            far.subscribe(heard.extend)
            for letter in (b"\xff", b"{", b"[]", b'{"from": 1}', b'{"from":"x","parcels":[7]}'):
                await client.publish("phantom:live", letter)
            await client.publish("phantom:live", b'{"from":"x","parcels":[["newer",{}]]}')
            near.publish([_SIGNAL])
            with anyio.fail_after(60):
                while not heard:  # noqa: ASYNC110 - the broker tells
                    await anyio.sleep(0.01)

        assert heard == [_SIGNAL]

    async def test_who_leaves_has_said_all(self, broker: ValkeyServer) -> None:
        heard = list[Parcel]()
        async with Redis.from_url(broker.url()) as client, RedisTransport(client) as far:
            await _connected(far)
            far.subscribe(heard.extend)
            async with RedisTransport(client) as near:
                near.publish([_SIGNAL])
            with anyio.fail_after(60):
                while not heard:  # noqa: ASYNC110 - the broker tells
                    await anyio.sleep(0.01)

        assert heard == [_SIGNAL]
