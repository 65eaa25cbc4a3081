"""A server says that it lives, for as long as it does."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import anyio

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_app.beating import beat
from phantom_core.kernel import SYSTEM, Command, Unavailable, uuid7
from phantom_core.live import SERVER_LIFE, ListServers, RegisterServer, ServerId
from phantom_core.phantom import Phantom
from tests.unit.live.stage import until

ONE, OTHER = (ServerId(uuid7(ManualClock().now, number)) for number in (1, 2))
OFTEN: Final = 0.001


class Rack(Phantom):
    """A store that servers share, and that may be out of reach."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        super().__init__(MemoryStorage(clock=self.clock))
        self.reachable = True
        self.done = 0

    async def do(self, command: Command[Any], **options: Any) -> Any:
        """Do it, if that can be."""
        self.done += 1
        if not self.reachable:
            raise Unavailable("Not now.")
        return await super().do(command, **options)

    async def living(self) -> Sequence[ServerId]:
        """Who is alive."""
        return [server.id for server in await self.ask(ListServers(), actor=SYSTEM)]


async def test_a_server_is_known_from_its_start_to_its_end_and_no_longer() -> None:
    rack, revived = Rack(), list[None]()
    start = partial(beat, rack, ONE, alone=False, revived=lambda: revived.append(None), every=OFTEN)
    async with anyio.create_task_group() as tasks:
        await tasks.start(start)
        begun = await rack.living()
        for _ in range(10):
            rack.clock.advance(seconds=SERVER_LIFE.total_seconds() - 1)
            done = rack.done
            await until(lambda: rack.done > done + 1)  # noqa: B023 - awaited at once
        lasting = await rack.living()
        tasks.cancel_scope.cancel()

    assert (begun, lasting, await rack.living()) == ([ONE], [ONE], [])
    assert revived == []


async def test_who_was_taken_for_dead_is_told_so_and_lives() -> None:
    rack, revived = Rack(), list[None]()
    start = partial(beat, rack, ONE, alone=False, revived=lambda: revived.append(None), every=OFTEN)
    async with anyio.create_task_group() as tasks:
        await tasks.start(start)
        rack.clock.advance(seconds=SERVER_LIFE.total_seconds())
        await until(lambda: revived)
        living = await rack.living()
        tasks.cancel_scope.cancel()

    assert living == [ONE]
    assert revived == [None]


async def test_a_store_out_of_reach_is_not_taken_for_death() -> None:
    rack, revived = Rack(), list[None]()
    start = partial(beat, rack, ONE, alone=False, revived=lambda: revived.append(None), every=OFTEN)
    async with anyio.create_task_group() as tasks:
        await tasks.start(start)
        rack.reachable = False
        done = rack.done
        await until(lambda: rack.done > done + 2)
        tasks.cancel_scope.cancel()

    assert revived == []


async def test_a_server_that_knows_to_be_alone_says_so() -> None:
    rack = Rack()
    await rack.do(RegisterServer(server_id=OTHER), actor=SYSTEM)
    async with anyio.create_task_group() as tasks:
        await tasks.start(partial(beat, rack, ONE, alone=True, revived=lambda: None))
        living = await rack.living()
        tasks.cancel_scope.cancel()

    assert living == [ONE]
