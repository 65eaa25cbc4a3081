"""Two servers on one PostgreSQL and one Valkey, and people who are spread over them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import attrs
from redis.asyncio import Redis

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql import open_storage
from phantom_adapters.transport import Hub, HubSettings, Reader
from phantom_adapters.transport.redis import RedisTransport
from phantom_adapters.transport.trail import NO_TRAIL, Trail
from phantom_app.socket import encode_message
from phantom_core.kernel import SYSTEM, topic
from phantom_core.live import Presence, Status, announcer
from phantom_core.phantom import Phantom
from tests.socket.stage import ADA, Tell, progress
from tests.unit.live.stage import PaperWire, until
from tests.valkey_server import ValkeyServer

LOOKS_NEVER = HubSettings(look_every=3600, check_every=3600)
LOOKS_OFTEN = HubSettings(look_every=0.05, check_every=0.5)
BEATS_OFTEN = attrs.evolve(LOOKS_OFTEN, beat_every=0.1)
BUSY = Presence(status=Status.BUSY, activity="mixing")


@attrs.frozen
class Server:
    """One of them, as far as it delivers."""

    phantom: Phantom
    transport: RedisTransport
    hub: Hub

    async def listen(self) -> tuple[Reader, PaperWire]:
        """Ada comes, and hears what happens to her."""
        wire = PaperWire()
        reader = self.hub.connect(self.hub.outbox(wire, lambda _: None), ADA, lambda _: None)
        await self.hub.join(reader, topic("user", ADA.person), 0, lambda *_: b"{}")
        return reader, wire

    async def happen(self, times: int = 1) -> None:
        """Something happens to her."""
        for _ in range(times):
            await self.phantom.do(Tell(event=progress(ADA)), actor=SYSTEM)


@asynccontextmanager
async def server(
    url: str, broker: ValkeyServer, settings: HubSettings, trail: Trail = NO_TRAIL
) -> AsyncIterator[Server]:
    """Run one."""
    storage = open_storage(url)
    phantom = Phantom(storage)
    async with (
        Redis.from_url(broker.url()) as redis,
        RedisTransport(redis, trail=trail) as transport,
    ):
        phantom.observe(announcer(transport))
        hub = Hub(phantom, transport, encode_message, clock=wall_clock, settings=settings)
        async with hub:
            yield Server(phantom, transport, hub)
    await storage.close()


def events(wire: PaperWire) -> list[int]:
    """The numbers of what somebody was told, in the order of telling."""
    return [told["seq"] for told in wire.told if "seq" in told]


async def test_what_one_server_does_the_other_tells_at_once(
    postgres_url: str, broker: ValkeyServer
) -> None:
    async with (
        server(postgres_url, broker, LOOKS_NEVER) as here,
        server(postgres_url, broker, LOOKS_NEVER) as there,
    ):
        await until(lambda: here.transport.connected and there.transport.connected)
        _, wire = await there.listen()
        await here.happen(20)
        await until(lambda: len(events(wire)) == 20)

        assert events(wire) == [*range(1, 21)]


async def test_what_the_broker_lost_is_read_from_the_log_when_the_next_event_shows_the_gap(
    postgres_url: str, broker: ValkeyServer
) -> None:
    async with (
        server(postgres_url, broker, LOOKS_NEVER) as here,
        server(postgres_url, broker, LOOKS_NEVER) as there,
    ):
        await until(lambda: here.transport.connected and there.transport.connected)
        _, wire = await there.listen()
        await here.happen(3)
        await until(lambda: len(events(wire)) == 3)
        broker.kill()
        await until(lambda: not (here.transport.connected or there.transport.connected))
        await here.happen(4)
        lost = events(wire)
        broker.start()
        await until(lambda: here.transport.connected and there.transport.connected)
        await here.happen()
        await until(lambda: len(events(wire)) == 8)

        assert lost == [1, 2, 3]
        assert events(wire) == [*range(1, 9)]


async def test_nothing_is_lost_or_doubled_while_the_broker_is_killed_and_started_again(
    postgres_url: str, broker: ValkeyServer
) -> None:
    async with (
        server(postgres_url, broker, LOOKS_OFTEN) as here,
        server(postgres_url, broker, LOOKS_OFTEN) as there,
    ):
        (_, near), (_, far) = await here.listen(), await there.listen()

        async def all_told(count: int) -> None:
            await until(lambda: len(events(near)) == len(events(far)) == count)

        for turn in range(3):
            await here.happen(10)
            await there.happen(10)
            broker.kill()
            await here.happen(10)
            await there.happen(10)
            await all_told(40 * (turn + 1))
            broker.start()
        await here.happen()
        await all_told(121)

        assert events(near) == [*range(1, 122)]
        assert events(far) == [*range(1, 122)]


async def test_who_is_on_the_other_server_is_unknown_while_the_broker_is_away_and_known_again(
    postgres_url: str, broker: ValkeyServer
) -> None:
    async with (
        server(postgres_url, broker, BEATS_OFTEN) as here,
        server(postgres_url, broker, BEATS_OFTEN) as there,
    ):
        home = topic("user", ADA.person)
        _, (far, _) = await here.listen(), await there.listen()
        there.hub.present(far, home, BUSY)
        await until(lambda: here.hub.seen(home, ADA.person) == BUSY)
        broker.kill()
        await until(lambda: here.hub.seen(home, ADA.person) == Presence())
        there.hub.present(far, home, attrs.evolve(BUSY, activity="mastering"))
        broker.start()
        await until(lambda: here.hub.seen(home, ADA.person) != Presence())

        assert here.hub.seen(home, ADA.person) == attrs.evolve(BUSY, activity="mastering")
