"""How often somebody may connect and show tokens, and how many connections they may hold."""

from datetime import timedelta

import pytest
from websockets.exceptions import InvalidStatus

from phantom_app.socket import CloseCode, SocketSettings
from phantom_core.limits import Allowance
from tests.socket.server import served, sign_in
from tests.socket.stage import stage
from tests.unit.live.stage import until

ADAS = ["phantom.bearer.ada"]
BOBS = ["phantom.bearer.bob"]
QUICK = SocketSettings(farewell=0.05, linger=0.01)


def allowance(name: str, count: int) -> Allowance:
    """So many a minute."""
    return Allowance(name=name, count=count, per=timedelta(minutes=1))


async def test_who_connects_too_often_is_answered_like_any_other_caller() -> None:
    async with served(allowances=[allowance("address", 2)]) as server:
        async with server.visit() as client:
            await sign_in(client)
            accepted = client.response
        with pytest.raises(InvalidStatus) as refused:
            async with server.visit():
                pass

    response = refused.value.response
    assert accepted is not None
    assert accepted.headers["RateLimit"] == '"address";r=1;t=30'
    assert response.status_code == 429
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"] == "30"
    assert response.headers["RateLimit-Policy"] == '"address";q=2;w=60'
    assert b"urn:phantom:rate-limited" in response.body


async def test_where_a_server_cannot_answer_who_connects_too_often_is_closed() -> None:
    async with stage(allowances=[allowance("address", 1)]) as world:
        await world.request()
        refused = await world.request()
        elsewhere = await world.request(address="192.0.2.2")

        assert await refused.closed() == CloseCode.TRY_LATER
        await until(lambda: elsewhere.accepted)
        assert refused.accepted is None


async def test_every_token_that_is_shown_counts_for_the_address() -> None:
    async with stage(settings=QUICK, allowances=[allowance("address", 5)]) as world:
        client = await world.connect("ada")
        bad = {"type": "auth", "token": "nobody"}
        statuses = [(await client.ask(bad))["problem"]["status"] for _ in range(5)]
        pong = await client.ask({"type": "ping", "data": {"t0": 1}})

    assert statuses == [401, 401, 401, 429, 429]
    assert pong["ok"]


async def test_every_token_that_is_good_counts_for_its_person() -> None:
    async with stage(settings=QUICK, allowances=[allowance("person", 2)]) as world:
        client = await world.connect("ada")
        renewed = await client.ask({"type": "auth", "token": "ada"})
        refused = await world.request(protocols=ADAS)
        problem = (await refused.next())["problem"]
        another = await world.request(protocols=BOBS)

        assert renewed["ok"]
        assert (problem["status"], problem["retryAfter"]) == (429, 30)
        assert await refused.closed() == CloseCode.TRY_LATER
        assert (await another.next())["ok"]


async def test_nobody_holds_more_connections_than_are_allowed() -> None:
    settings = SocketSettings(per_person=2, farewell=0.05, linger=0.01)
    async with stage(settings=settings) as world:
        first, _ = await world.connect("ada"), await world.connect("ada's desk")
        await world.connect("bob")
        refused = await world.request(protocols=ADAS)
        problem = (await refused.next())["problem"]
        code = await refused.closed()
        first.leave()
        await until(lambda: len(world.sockets) == 2)
        admitted = await world.connect("ada")

        assert problem["detail"] == "One person may hold 2 connections."
        assert code == CloseCode.TRY_LATER
        assert admitted.code is None
