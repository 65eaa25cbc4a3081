"""A standby takes over that lacks what people were told: they all end with what it has."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import anyio
import pytest

from phantom_adapters.client import Event, Fresh, Topic
from phantom_adapters.sql import migrate, open_storage
from phantom_adapters.transport import HubSettings, Pace
from phantom_core.kernel import SYSTEM, StoredEvent, Unavailable, topic
from phantom_core.live import ReadAfter
from tests.client.house import House, house
from tests.client.streams import seqs, take
from tests.postgres_server import PostgresServer, postgres, standby_of
from tests.proxy import Proxy, proxy_before
from tests.socket.stage import ADA, Stage, Tell, of, progress, stage
from tests.socket.test_topics import KINDS
from tests.unit.live.stage import until

_SOCKET: Final = ".s.PGSQL.5432"
_PATIENCE: Final = 90
LOOKS: Final = HubSettings(pace=Pace(per_reader=0), look_every=0.05, check_every=0.5, spread=0.5)


@pytest.fixture
def primary() -> Iterator[PostgresServer]:
    with postgres(followed=True) as server:
        yield server


@pytest.fixture
def standby(primary: PostgresServer) -> Iterator[PostgresServer]:
    with standby_of(primary) as server:
        yield server


@pytest.fixture
def proxy(primary: PostgresServer) -> Iterator[Proxy]:
    with proxy_before(primary.folder / _SOCKET) as proxy:
        yield proxy


@asynccontextmanager
async def server(url: str) -> AsyncIterator[House]:
    """One of several servers on a database; what the others do it finds in the log."""
    storage = open_storage(url)
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(stage(topics=KINDS, hub=LOOKS))
        world.phantom._storage = storage
        yield await stack.enter_async_context(house(world))
    await storage.close()


async def tell(world: Stage, *fractions: float) -> None:
    """Have things happen, each of which is acknowledged before this returns."""
    for fraction in fractions:
        while True:
            try:
                await world.phantom.do(Tell(event=progress(ADA, fraction)), actor=SYSTEM)
                break
            except Unavailable:
                await anyio.sleep(0.05)


async def log_of(world: Stage) -> list[StoredEvent]:
    """All that happened, as the log has it."""
    return list(
        await world.phantom.ask(ReadAfter(topic=topic("user", ADA.person), seq=0), actor=SYSTEM)
    )


async def caught_up(stream: Topic, head: int) -> tuple[Fresh | None, list[Event]]:
    """What somebody is given until they have all: the last state, and the events after it."""
    fresh: Fresh | None = None
    events: list[Event] = []
    with anyio.fail_after(_PATIENCE):
        while fresh is None or stream.seq < head:
            (item,) = await take(stream, 1)
            if isinstance(item, Fresh):
                fresh, events = item, []
            elif isinstance(item, Event):
                events.append(item)
    return fresh, events


async def test_clients_end_whole_and_equal_though_they_were_told_what_is_lost(
    primary: PostgresServer,
    standby: PostgresServer,
    proxy: Proxy,
    caplog: pytest.LogCaptureFixture,
) -> None:
    migrate(primary.url())
    url = f"postgresql://postgres@127.0.0.1:{proxy.port}/postgres"
    async with (
        server(url) as here,
        server(url) as there,
        here.client() as ada,
        there.client() as again,
        ada.topic(of(ADA)) as near,
        again.topic(of(ADA)) as far,
    ):
        await tell(here.world, 0.1, 0.2, 0.3)
        kept = await log_of(here.world)
        heard = [await take(near, 3), await take(far, 3)]
        epoch = near.epoch
        await _cut_off(standby)
        await tell(there.world, 0.4, 0.5)
        lost = [await take(near, 2), await take(far, 2)]
        primary.stop("immediate")
        standby.promote()
        with caplog.at_level(logging.WARNING):
            proxy.lead_to(standby.folder / _SOCKET)
            await tell(here.world, 0.6)
            await tell(there.world, 0.7, 0.8)
            ends = [await caught_up(near, 6), await caught_up(far, 6)]
        log = await log_of(there.world)

    assert [seqs(each) for each in heard + lost] == [[1, 2, 3], [1, 2, 3], [4, 5], [4, 5]]
    assert log[:3] == kept
    assert [getattr(each.event, "fraction", None) for each in log] == [0.1, 0.2, 0.3, 0.6, 0.7, 0.8]
    for fresh, events in ends:
        assert fresh is not None
        assert fresh.state == {"heardEvents": fresh.seq}
        assert seqs(events) == [*range(fresh.seq + 1, 7)]
        told = [each.data["fraction"] for each in events]
        assert told == [0.1, 0.2, 0.3, 0.6, 0.7, 0.8][fresh.seq :]
    assert near.epoch == far.epoch != epoch
    assert caplog.text.count("the log begins a new epoch") == 1


async def _cut_off(standby: PostgresServer) -> None:
    """Have a standby hear nothing more of its primary, once it has heard what there is."""
    await until(lambda: standby.ask("SELECT count(*) FROM events") == 3)
    standby.set(primary_conninfo="")
    await until(lambda: not standby.ask("SELECT count(*) FROM pg_stat_wal_receiver"))
