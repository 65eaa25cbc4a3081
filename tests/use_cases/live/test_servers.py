"""Servers learn of each other: who runs, who has gone, and since when whose people are missed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.kernel import SYSTEM, Command, Invocation, uuid7
from phantom_core.live import (
    SERVER_LIFE,
    BeatServer,
    ListServers,
    RegisterServer,
    RetireServer,
    Server,
    ServerId,
    missed_since,
)
from phantom_core.phantom import Phantom

START = ManualClock().now
ONE, OTHER = (ServerId(uuid7(START, number)) for number in (1, 2))


class Rack:
    """Servers on one store."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.phantom = Phantom(MemoryStorage(clock=self.clock))

    async def do(self, command: Command[Any]) -> Any:
        """Do something."""
        return (await self.phantom.do(command, actor=SYSTEM)).value

    async def living(self) -> list[ServerId]:
        """Who is alive."""
        return [server.id for server in await self.phantom.ask(ListServers(), actor=SYSTEM)]


@pytest.fixture
def rack() -> Rack:
    """A store that no server uses yet."""
    return Rack()


async def test_servers_that_have_started_are_known_the_oldest_first(rack: Rack) -> None:
    await rack.do(RegisterServer(server_id=OTHER))
    rack.clock.advance(seconds=1)
    await rack.do(RegisterServer(server_id=ONE))

    assert await rack.living() == [OTHER, ONE]


async def test_who_says_nothing_for_long_is_dead(rack: Rack) -> None:
    for server_id in (ONE, OTHER):
        await rack.do(RegisterServer(server_id=server_id))
    rack.clock.advance(seconds=10)
    beaten = await rack.do(BeatServer(server_id=ONE))
    rack.clock.advance(seconds=SERVER_LIFE.total_seconds() - 10)

    assert beaten is True
    assert await rack.living() == [ONE]


async def test_who_was_taken_for_dead_learns_so_and_lives_again(rack: Rack) -> None:
    await rack.do(RegisterServer(server_id=ONE))
    rack.clock.advance(seconds=SERVER_LIFE.total_seconds())
    beats = [await rack.do(BeatServer(server_id=ONE)) for _ in range(2)]

    assert beats == [False, True]
    assert await rack.living() == [ONE]


async def test_who_beats_unknown_is_known_from_then_on(rack: Rack) -> None:
    assert await rack.do(BeatServer(server_id=ONE)) is False
    assert await rack.living() == [ONE]


async def test_who_has_retired_is_gone_at_once_and_only_once(rack: Rack) -> None:
    await rack.do(RegisterServer(server_id=ONE))
    for server_id in (ONE, ONE, OTHER):
        await rack.do(RetireServer(server_id=server_id))

    assert await rack.living() == []


async def test_who_knows_to_be_alone_says_that_the_others_are_gone(rack: Rack) -> None:
    await rack.do(RegisterServer(server_id=ONE))
    rack.clock.advance(seconds=1)
    await rack.do(RegisterServer(server_id=OTHER, alone=True))

    assert await rack.living() == [OTHER]


async def test_servers_of_long_ago_are_forgotten_when_another_starts(rack: Rack) -> None:
    await rack.do(RegisterServer(server_id=ONE))
    rack.clock.advance(days=1)
    await rack.do(RegisterServer(server_id=OTHER))
    kept = await rack.phantom._storage.read(
        Invocation(SYSTEM, 0), lambda work: [each.id for each in work.servers.all()]
    )

    assert kept == [OTHER]


def server(
    server_id: ServerId, started: float, beaten: float, retired: float | None = None
) -> Server:
    """A server, by seconds after the start."""
    return Server(
        id=server_id,
        started_at=after(started),
        beaten_at=after(beaten),
        retired_at=None if retired is None else after(retired),
    )


def after(seconds: float) -> datetime:
    """A time."""
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("servers", "since"),
    [
        ([server(ONE, 0, 95)], None),
        ([server(ONE, 0, 50)], None),
        ([server(ONE, 0, 50), server(OTHER, 10, 99)], 50),
        ([server(ONE, 0, 50, 60), server(OTHER, 10, 99)], 60),
        ([server(ONE, 0, 50), server(OTHER, 80, 99)], 80),
        ([server(OTHER, 80, 99)], 80),
    ],
    ids=["lives", "nobody lives", "died", "retired", "another came later", "forgotten"],
)
def test_people_are_missed_since_their_server_was_seen_or_another_could_be_reached(
    servers: list[Server], since: float | None
) -> None:
    found = missed_since(ONE, servers, after(100))

    assert found == (None if since is None else after(since))
