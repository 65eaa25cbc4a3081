"""Sockets of a server that is going down."""

import asyncio

import anyio

from phantom_app.socket import CloseCode
from tests.socket.stage import stage
from tests.unit.live.stage import until


async def test_all_are_told_to_come_back_and_nobody_is_left() -> None:
    async with stage() as world:
        clients = [await world.connect(name) for name in ("ada", "ada's desk", "bob")]
        await world.sockets.drain(0.02)
        codes = [await client.closed() for client in clients]

        assert codes == [CloseCode.RESTARTING] * 3
        await until(lambda: len(world.sockets) == 0)


async def test_who_leaves_by_themself_is_not_waited_for_twice() -> None:
    async with stage() as world:
        client, _ = await world.connect("ada"), await world.connect("bob")
        client.leave()
        await until(lambda: len(world.sockets) == 1)
        await world.sockets.drain(0.02)

        await until(lambda: len(world.sockets) == 0)


async def test_goodbyes_are_spread() -> None:
    async with stage() as world:
        clients = [await world.connect("ada") for _ in range(10)]
        draining = asyncio.create_task(world.sockets.drain(3600))
        await until(lambda: len(world.sockets) == 9)
        draining.cancel()

        assert [client.code for client in clients].count(None) == 9


async def test_who_comes_meanwhile_is_sent_elsewhere() -> None:
    async with stage() as world:
        await world.sockets.drain(1)
        client = await world.request()

        assert await client.closed() == CloseCode.TRY_LATER
        assert client.accepted is None


async def test_who_is_just_being_let_in_is_sent_elsewhere_too() -> None:
    async with stage() as world:
        client = await world.request()
        client.stall()
        await anyio.wait_all_tasks_blocked()
        await world.sockets.drain(0.02)
        client.resume()

        assert await client.closed() == CloseCode.RESTARTING
        assert client.accepted is not None
