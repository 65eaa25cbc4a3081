"""Many who come at once, as when the server that they were at has gone: they come in by turns."""

import attrs

from phantom_app.socket import CloseCode, SocketSettings
from tests.socket.server import served, sign_in
from tests.socket.stage import stage
from tests.unit.live.stage import until

ADAS = ["phantom.bearer.ada"]
QUICK = SocketSettings(auth_within=0.3, farewell=0.05, linger=0.01)
NARROW = attrs.evolve(QUICK, auth_within=60, come_in_at_once=2)


async def test_who_has_shown_a_token_is_let_in_however_long_that_takes() -> None:
    settings = attrs.evolve(QUICK, auth_within=0)
    async with stage(settings=settings) as world:
        client = await world.request(protocols=ADAS)

        assert (await client.next())["ok"]


async def test_the_time_that_a_server_takes_does_not_count_against_who_shows_a_token() -> None:
    async with stage(settings=QUICK) as world:
        world.phantom.hold()
        client = await world.request()
        client.send({"type": "auth", "token": "ada"})
        await until(lambda: world.phantom.joining)
        silent = await world.request()
        await silent.closed()
        world.phantom.go_on()

        assert (await client.next())["ok"]


async def test_who_says_something_else_gets_no_more_time_by_that() -> None:
    async with stage(settings=QUICK) as world:
        client = await world.request()
        await client.ask({"type": "ping", "data": {"t0": 1}})

        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_of_many_who_come_at_once_a_few_are_looked_at_and_all_come_in() -> None:
    async with stage(settings=NARROW) as world:
        world.phantom.hold()
        clients = [await world.request(protocols=ADAS) for _ in range(10)]
        await until(lambda: (world.phantom.joining, world.sockets.waiting) == (2, 8))
        world.phantom.go_on()
        welcomes = [await client.next() for client in clients]

        assert all(welcome["ok"] for welcome in welcomes)
        assert [client.code for client in clients] == [None] * 10


async def test_those_who_are_in_are_served_while_others_wait_to_come_in() -> None:
    async with stage(settings=NARROW) as world:
        bob = await world.connect("bob")
        world.phantom.hold()
        for _ in range(10):
            await world.request(protocols=ADAS)
        await until(lambda: world.sockets.waiting == 8)
        pong = await bob.ask({"type": "ping", "data": {"t0": 1}})
        world.phantom.go_on()

        assert pong["ok"]


async def test_whose_turn_does_not_come_is_told_to_come_later() -> None:
    settings = attrs.evolve(NARROW, line_patience=0.02)
    async with stage(settings=settings) as world:
        world.phantom.hold()
        _, _, late = [await world.request(protocols=ADAS) for _ in range(3)]
        problem = (await late.next())["problem"]
        code = await late.closed()
        world.phantom.go_on()

        assert (problem["status"], problem["retryAfter"]) == (503, 5)
        assert problem["detail"] == "Too many connections are signing in at once."
        assert code == CloseCode.TRY_LATER


async def test_who_is_refused_leaves_their_turn_to_others() -> None:
    async with stage(settings=attrs.evolve(NARROW, come_in_at_once=1)) as world:
        first = [await world.request(protocols=["phantom.bearer.nobody"]) for _ in range(3)]
        codes = {await client.closed() for client in first}
        last = await world.request(protocols=ADAS)

        assert (await last.next())["ok"]
        assert codes == {CloseCode.NOT_AUTHENTICATED}


async def test_who_has_left_the_line_is_not_looked_at() -> None:
    async with served(settings=SocketSettings(come_in_at_once=1)) as server:
        world = server.world
        world.phantom.hold()
        async with server.visit(subprotocols=ADAS):
            await until(lambda: world.phantom.joining == 1)
            async with server.visit(subprotocols=ADAS):
                await until(lambda: world.sockets.waiting == 1)
            world.phantom.go_on()
            async with server.visit() as last:
                answer = await sign_in(last, "bob")

    assert answer["ok"]
    assert world.looked_at == ["ada", "ada", "bob", "bob"]
