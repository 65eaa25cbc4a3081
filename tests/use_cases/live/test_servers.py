"""Servers learn of each other: who runs, and who has gone."""

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
    ServerId,
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
