"""Who is with other servers is seen here, for as long as they live."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport, Pace, Reader
from phantom_core.kernel import Actor, Milliseconds
from phantom_core.live import Asking, Parcel, Presence, Resumed, Rolls, Seen, Status, announcer
from phantom_core.phantom import Phantom
from tests.unit.live.hub_stage import HALL, _answer
from tests.unit.live.stage import ADA, BOB, KINDS, PaperWire, encode, make_phantom, until

BUSY = Presence(status=Status.BUSY, activity="mixing")
CALM = HubSettings(pace=Pace(per_reader=0), look_every=3600, check_every=3600, beat_every=3600)
QUICK = attrs.evolve(CALM, beat_every=0.05)


class Lossy(InProcessTransport):
    """A transport between processes that may lose what is seen."""

    losing: tuple[type[Any], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.lost: list[Any] = []

    def publish(self, messages: Sequence[Parcel]) -> None:
        """Lose it, or hand it on."""
        if isinstance(messages[0], self.losing):
            self.lost += messages
        else:
            super().publish(messages)


@attrs.define
class Town:
    """Some servers on one store and one transport."""

    phantom: Phantom = attrs.field(factory=make_phantom)
    transport: Lossy = attrs.field(factory=Lossy)
    settings: HubSettings = CALM

    @asynccontextmanager
    async def server(self) -> AsyncIterator[Hub]:
        """Run one."""
        hub = Hub(
            self.phantom,
            self.transport,
            encode,
            clock=ManualClock(),
            topics=KINDS,
            settings=self.settings,
        )
        async with hub:
            yield hub


@pytest.fixture
def town() -> Town:
    """A new one."""
    made = Town()
    made.phantom.observe(announcer(made.transport))
    return made


async def come(hub: Hub, actor: Actor) -> tuple[Reader, PaperWire]:
    """Somebody comes into the hall by a server."""
    wire = PaperWire()
    reader = hub.connect(hub.outbox(wire, lambda _: None), actor, lambda _: None)
    await hub.join(reader, HALL, None, _answer)
    return reader, wire


def told(wire: PaperWire, of: Actor) -> list[tuple[Any, Any]]:
    """How somebody was seen, one after the other, and among how many."""
    return [
        (each["status"], each["count"])
        for each in wire.told
        if each.get("by") == of.user_id and "status" in each
    ]


async def test_who_comes_by_another_server_is_seen_to_come_and_to_go(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        bob, bobs = await come(there, BOB)
        await until(lambda: told(wire, BOB) == [("online", 2)])
        await until(lambda: told(bobs, ADA) == [("online", 2)])
        there.present(bob, HALL, BUSY)
        await until(lambda: told(wire, BOB)[1:] == [("busy", 2)])
        there.disconnect(bob)
        await until(lambda: told(wire, BOB)[2:] == [("offline", 1)])


async def test_who_was_there_before_is_seen_by_who_comes(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        bob, _ = await come(there, BOB)
        there.present(bob, HALL, BUSY)
        _, wire = await come(here, ADA)
        await until(lambda: told(wire, BOB) == [("busy", 2)])


async def test_somebody_with_connections_to_two_servers_goes_with_the_last(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        phone, _ = await come(here, BOB)
        await until(lambda: told(wire, BOB) == [("online", 2)])
        desk, _ = await come(there, BOB)
        there.present(desk, HALL, BUSY)
        await until(lambda: told(wire, BOB)[1:] == [("busy", 2)])
        here.disconnect(phone)
        there.disconnect(desk)
        await until(lambda: told(wire, BOB)[2:] == [("offline", 1)])


async def test_where_somebody_points_is_shown_by_other_servers_too(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        bob, _ = await come(there, BOB)
        await until(lambda: told(wire, BOB) == [("online", 2)])
        there.point(bob, HALL, Milliseconds(4200))
        await until(lambda: wire.told[-1].get("position_ms") == 4200)

        assert told(wire, BOB) == [("online", 2)]
        assert here.seen(HALL, BOB.person) == Presence(cursor_ms=Milliseconds(4200))


async def test_who_points_by_two_servers_and_goes_from_one_is_told_anew(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        phone, _ = await come(here, BOB)
        await until(lambda: told(wire, BOB) == [("online", 2)])
        here.point(phone, HALL, Milliseconds(8))
        desk, _ = await come(there, BOB)
        there.point(desk, HALL, Milliseconds(7))
        await until(lambda: here.seen(HALL, BOB.person) == Presence(cursor_ms=Milliseconds(7)))
        there.disconnect(desk)
        await until(lambda: told(wire, BOB) == [("online", 2)] * 2)

        assert here.seen(HALL, BOB.person) == Presence(cursor_ms=Milliseconds(8))
        assert wire.told[-1]["cursor_ms"] == 8


async def test_whom_a_server_had_is_gone_with_it(town: Town) -> None:
    async with town.server() as here:
        _, wire = await come(here, ADA)
        async with town.server() as there:
            await come(there, BOB)
            await until(lambda: told(wire, BOB) == [("online", 2)])
        await until(lambda: told(wire, BOB)[1:] == [("offline", 1)])


async def test_whom_a_server_had_is_missed_that_dies_without_a_word(town: Town) -> None:
    town.settings = QUICK
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        await come(there, BOB)
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])
        for task in there._tasks:
            task.cancel()
        await until(lambda: told(wire, BOB)[-1:] == [("offline", 1)])
        there._tasks = [asyncio.create_task(there._presences.run())]
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])


async def test_what_was_lost_of_who_came_and_went_is_asked_for(town: Town) -> None:
    town.settings = QUICK
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        bob, _ = await come(there, BOB)
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])
        town.transport.losing = (Seen,)
        there.disconnect(bob)
        town.transport.losing = ()
        await until(lambda: told(wire, BOB)[-1:] == [("offline", 1)])

        assert len(town.transport.lost) == 1


async def test_nobody_is_remembered_whom_nobody_needs(town: Town) -> None:
    async with town.server() as here, town.server() as there:
        ada, wire = await come(here, ADA)
        bob, _ = await come(there, BOB)
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])
        here.disconnect(ada)
        there.disconnect(bob)

        assert (len(here), len(there)) == (0, 0)
        assert here._presences.sightings._shared == there._presences.sightings._shared == {}


async def test_an_answer_that_was_lost_is_asked_for_again(town: Town) -> None:
    town.settings = QUICK
    async with town.server() as here, town.server() as there:
        _, wire = await come(here, ADA)
        town.transport.losing = (Seen, Rolls)
        await come(there, BOB)
        await until(lambda: len(town.transport.lost) > 3)
        town.transport.losing = ()
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])


async def test_when_the_transport_is_back_everybody_is_asked_for(town: Town) -> None:
    town.settings = QUICK
    async with town.server() as here, town.server() as there:
        await come(there, BOB)
        await until(lambda: here._presences.sightings._others)
        town.transport.losing = (Asking,)
        _, wire = await come(here, ADA)
        name = here._presences.sightings.server
        await until(lambda: name in {each.server for each in town.transport.lost})
        town.transport.losing = ()
        town.transport.publish([Resumed()])
        await until(lambda: told(wire, BOB)[-1:] == [("online", 2)])
