"""People who are close see each other by whichever servers they come."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import Hub, Reader
from phantom_core.kernel import Actor
from phantom_core.live import AtHome, Near, Presence, Resumed, announcer
from tests.unit.live.hub_stage import _answer
from tests.unit.live.stage import ADA, BOB, PaperWire, Say, encode, somebody, until
from tests.unit.live.test_circles import BUSY, CLOSE, HOMES, home
from tests.unit.live.test_sightings import QUICK, Town, told


@pytest.fixture
def town() -> Town:
    """A new one, where nobody is close to anybody."""
    CLOSE.clear()
    made = Town()
    made.phantom.observe(announcer(made.transport))
    return made


@asynccontextmanager
async def servers(town: Town) -> AsyncIterator[Sequence[Hub]]:
    """Run some."""
    hubs = [
        Hub(town.phantom, town.transport, encode, clock=ManualClock(), topics=HOMES, settings=QUICK)
        for _ in range(2)
    ]
    async with hubs[0], hubs[1]:
        yield hubs


async def come(hub: Hub, actor: Actor) -> tuple[Reader, PaperWire]:
    """Somebody comes home by a server."""
    wire = PaperWire()
    reader = hub.connect(hub.outbox(wire, lambda _: None), actor, lambda _: None)
    await hub.join(reader, home(actor), None, _answer)
    return reader, wire


def seen(wire: PaperWire, of: Actor) -> list[Any]:
    """How somebody was seen, one after the other."""
    return [status for status, _ in told(wire, of)]


def befriend(one: Actor, other: Actor) -> None:
    """Two are close."""
    CLOSE.setdefault(one.person, set()).add(other.person)
    CLOSE.setdefault(other.person, set()).add(one.person)


async def hear_of_it(town: Town, *actors: Actor) -> None:
    """Some are told that their circle is another one."""
    for actor in actors:
        await town.phantom.do(Say(text="so it is", where=home(actor)), actor=ADA)


async def test_who_is_close_is_seen_by_another_server_to_come_to_do_something_and_to_go(
    town: Town,
) -> None:
    befriend(ADA, BOB)
    async with servers(town) as (here, there):
        ada, adas = await come(here, ADA)
        bob, bobs = await come(there, BOB)
        await until(lambda: seen(adas, BOB) == ["online"])
        await until(lambda: there.seen(home(BOB), ADA.person) == Presence())
        there.present(bob, home(BOB), BUSY)
        await until(lambda: seen(adas, BOB) == ["online", "busy"])
        here.present(ada, home(ADA), BUSY)
        await until(lambda: seen(bobs, ADA)[-1:] == ["busy"])
        there.disconnect(bob)
        await until(lambda: seen(adas, BOB) == ["online", "busy", "offline"])
        here.disconnect(ada)

        assert len(here._circles._links) == len(there._circles._links) == 0


async def test_nobody_else_is_seen(town: Town) -> None:
    CLOSE[ADA.person] = {BOB.person}
    befriend(ADA, somebody(1))
    async with servers(town) as (here, there):
        _, adas = await come(here, ADA)
        _, bobs = await come(there, BOB)
        await come(there, somebody(1))
        await until(lambda: seen(adas, somebody(1)) == ["online"])

        assert seen(adas, BOB) == seen(bobs, ADA) == []


async def test_who_becomes_close_is_seen_from_then_on_and_who_is_so_no_longer_is_not(
    town: Town,
) -> None:
    async with servers(town) as (here, there):
        (_, adas), (_, bobs) = await come(here, ADA), await come(there, BOB)
        befriend(ADA, BOB)
        await hear_of_it(town, ADA, BOB)
        await until(lambda: seen(adas, BOB) == ["online"] and seen(bobs, ADA) == ["online"])
        CLOSE.clear()
        await hear_of_it(town, ADA, BOB)
        await until(lambda: seen(adas, BOB)[1:] == ["offline"])
        await until(lambda: seen(bobs, ADA)[1:] == ["offline"])


async def test_somebody_on_both_servers_is_gone_with_the_last(town: Town) -> None:
    befriend(ADA, BOB)
    async with servers(town) as (here, there):
        _, adas = await come(here, ADA)
        near, _ = await come(here, BOB)
        await until(lambda: seen(adas, BOB) == ["online"])
        far, _ = await come(there, BOB)
        here.disconnect(near)
        there.present(far, home(BOB), BUSY)
        await until(lambda: seen(adas, BOB) == ["online", "busy"])
        there.disconnect(far)
        await until(lambda: seen(adas, BOB)[2:] == ["offline"])


async def test_who_is_close_is_gone_with_their_server(town: Town) -> None:
    town.settings = QUICK
    befriend(ADA, BOB)
    async with servers(town) as (here, there):
        _, adas = await come(here, ADA)
        await come(there, BOB)
        await until(lambda: seen(adas, BOB) == ["online"])
        for task in there._tasks:
            task.cancel()
        await until(lambda: seen(adas, BOB)[-1:] == ["offline"])


async def test_what_was_lost_is_told_again_when_the_transport_is_back(town: Town) -> None:
    befriend(ADA, BOB)
    async with servers(town) as (here, there):
        _, adas = await come(here, ADA)
        town.transport.losing = (AtHome, Near)
        _, bobs = await come(there, BOB)
        unseen = [*seen(adas, BOB), *seen(bobs, ADA)]
        town.transport.losing = ()
        town.transport.publish([Resumed()])
        await until(lambda: seen(adas, BOB) == ["online"] and seen(bobs, ADA) == ["online"])

        assert unseen == []
