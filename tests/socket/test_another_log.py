"""Sockets of a server whose database has another log from one moment to the next."""

import asyncio

import attrs

from phantom_adapters.memory import MemoryStorage
from phantom_app.socket import CloseCode
from phantom_core.identity.events import SessionsEnded
from phantom_core.identity.session import EndReason
from tests.socket.stage import ADA, PROMPT, Stage, of, progress, stage
from tests.unit.live.stage import until

SOON = attrs.evolve(PROMPT, look_every=3600, check_every=3600, spread=0.02)


async def lose_the_log(world: Stage) -> None:
    """Have another world in this one's place, and the server see that."""
    await world.hub.tail.look()
    world.phantom._storage = MemoryStorage(clock=world.clock)
    await world.hub.tail.look()


async def test_all_are_told_to_come_back_and_are_let_in_again() -> None:
    async with stage(hub=SOON) as world:
        clients = [await world.connect(name) for name in ("ada", "ada's desk", "bob")]
        await lose_the_log(world)
        codes = [await client.closed() for client in clients]
        again = await world.connect("ada")
        answer = await again.ask({"type": "session.join", "topic": of(ADA)})
        await world.tell(progress(ADA, 0.5))
        told = await again.next()

        assert codes == [CloseCode.RESTARTING] * 3
        assert answer["data"]["seq"] == 0
        assert told["seq"] == 1


async def test_a_session_that_ends_ends_the_connections_of_those_who_came_back() -> None:
    async with stage(hub=SOON) as world:
        client = await world.connect("ada")
        await lose_the_log(world)
        await client.closed()
        await until(lambda: not world.sockets)
        again, desk = await world.connect("ada"), await world.connect("ada's desk")
        ids = (world.tokens["ada"].session_id,)
        ended = SessionsEnded(user_id=ADA.person, session_ids=ids, reason=EndReason.LOGGED_OUT)
        await world.tell(ended)

        assert await again.closed() == CloseCode.NOT_AUTHENTICATED
        assert desk.code is None


async def test_goodbyes_are_spread_and_whoever_waits_for_theirs_is_answered() -> None:
    async with stage(hub=attrs.evolve(SOON, spread=3600)) as world:
        clients = [await world.connect("ada") for _ in range(10)]
        await lose_the_log(world)
        await until(lambda: len(world.sockets) == 9)
        left = [client for client in clients if client.code is None]
        answers = await asyncio.gather(
            *(client.ask({"type": "ping", "data": {"t0": 1}}) for client in left)
        )

        assert len(left) == 9
        assert all(answer["ok"] for answer in answers)
