"""Frames, good and bad: each is answered, and none harms the connection that sent it."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_app.socket import CloseCode, Sockets, SocketSettings
from phantom_core.kernel import EPOCH, ByteCount
from phantom_core.limits import Allowance
from tests.socket.stage import ADA, NOW, of, stage, visit

PING = {"id": "p", "type": "ping", "data": {"t0": 12.5}}


async def test_a_ping_tells_the_time() -> None:
    async with stage() as world:
        client = await world.connect()
        answer = await client.ask(PING)

    now = (NOW - EPOCH).total_seconds() * 1000
    assert answer == {"reply": "p", "ok": True, "data": {"t0": 12.5, "t1": now, "t2": now}}


async def test_a_ping_tells_when_it_came_and_when_it_was_answered() -> None:
    async with stage() as world:
        ticking = Sockets(
            world.hub,
            world.authenticate,
            clock=lambda: world.clock.advance(milliseconds=1),
            limits=world.limits,
        )
        client = visit(ticking.serve, world.tasks, protocols=["phantom.bearer.ada"])
        await client.next()
        told = (await client.ask(PING))["data"]

    assert told["t1"] < told["t2"]


async def test_a_frame_without_an_id_is_answered_too() -> None:
    async with stage() as world:
        client = await world.connect()
        answer = await client.ask({"type": "ping", "data": {"t0": 0}})

    assert answer["reply"] is None
    assert answer["ok"]


async def test_frames_are_answered_in_their_order() -> None:
    async with stage() as world:
        client = await world.connect()
        for number in range(20):
            client.send({"id": str(number), "type": "ping", "data": {"t0": number}})
        answers = [(await client.next())["reply"] for _ in range(20)]

    assert answers == [str(number) for number in range(20)]


@pytest.mark.parametrize(
    ("frame", "paths"),
    [
        ("", [""]),
        ("no json", [""]),
        ("[]", [""]),
        ("null", [""]),
        ("17", [""]),
        ('"auth"', [""]),
        ('{"id": "x"', [""]),
        ("[" * 5_000, [""]),
        ('{"a":' * 5_000, [""]),
        ('{"id": "x", "type": NaN}', [""]),
        ('{"id": "x", "id": "y", "type": "ping"}', ["id"]),
        ('{"type": "ping", "data": {"t0": 1, "t0": 2}}', ["data.t0"]),
        ('{"id": "x", "data": [{"a": 1, "a": 2}], "id": "y"}', ["id", "data[0].a"]),
        ("\ud800", [""]),
        (b"\x00\xff", [""]),
        (b"{}", [""]),
        ({"id": "x"}, ["type"]),
        ({"type": 3}, ["type"]),
        ({"type": "\ud800"}, ["type"]),
        ({"type": "\ud800", "data": [1, {"a": "\udfff"}]}, ["type", "data[1].a"]),
        ({"type": "room.dance"}, ["type"]),
        ({"type": "ping"}, ["data"]),
        ({"type": "ping", "data": {}}, ["data.t0"]),
        ({"type": "ping", "data": {"t0": "now"}}, ["data.t0"]),
        ({"type": "ping", "data": {"t0": 10**20}}, ["data.t0"]),
        ({"type": "ping", "data": {"t0": 1}, "topic": "x"}, ["topic"]),
        ({"type": "ping", "data": {"t0": 1, "t1": 2}}, ["data.t1"]),
        ({"type": "session.join"}, ["topic"]),
        ({"type": "session.join", "topic": "x" * 101}, ["topic"]),
        ({"type": "session.join", "topic": 1, "data": {"since": -1}}, ["topic", "data.since"]),
        ({"type": "session.join", "topic": "a", "data": {"since": 2**53}}, ["data.since"]),
        ({"type": "session.join", "topic": "a", "data": {"since": 1.5}}, ["data.since"]),
        ({"type": "session.leave", "topic": "a", "data": {"x": 1}}, ["data.x"]),
        ({"type": "user.presence", "topic": "a", "data": {"status": "gone"}}, ["data.status"]),
        ({"type": "auth"}, ["token"]),
        ({"type": "auth", "token": ["ada"]}, ["token"]),
        ({"id": 17, "type": "ping", "data": {"t0": 1}}, ["id"]),
        ({"id": "x" * 65, "type": "ping", "data": {"t0": 1}}, ["id"]),
    ],
)
async def test_a_bad_frame_is_refused_with_what_is_wrong_and_where(
    frame: Any, paths: list[str]
) -> None:
    async with stage() as world:
        client = await world.connect()
        refused = await client.ask(frame)
        pong = await client.ask(PING)

    problem = refused["problem"]
    assert not refused["ok"]
    assert (problem["type"], problem["status"]) == ("urn:phantom:malformed", 400)
    assert [error["path"] for error in problem["errors"]] == paths
    assert pong["ok"]


@pytest.mark.parametrize(
    ("frame", "detail"),
    [
        ('{"id": "x", "id": "y"}', "id: must stand only once."),
        ("[]", "The frame must be an object, and is a list."),
        (b"{}", "The frame must be a text frame, not a binary one."),
    ],
)
async def test_the_refusal_of_a_bad_frame_says_what_is_wrong(frame: Any, detail: str) -> None:
    async with stage() as world:
        client = await world.connect()
        refused = await client.ask(frame)

    assert refused["problem"]["detail"] == detail


async def test_the_refusal_of_a_bad_frame_names_the_frame() -> None:
    async with stage() as world:
        client = await world.connect()
        refused = await client.ask({"id": "f7", "type": "ping", "data": 3})

    assert refused["reply"] == "f7"


async def test_a_frame_that_is_too_large_is_not_even_read() -> None:
    settings = SocketSettings(largest_frame=ByteCount(100), linger=0)
    async with stage(settings=settings) as world:
        client = await world.connect()
        refused = await client.ask({**PING, "id": "ü" * 50})
        fits = await client.ask({**PING, "id": "x" * 40})

    assert refused["problem"]["status"] == 413
    assert fits["ok"]


async def test_the_refusal_of_what_is_too_large_names_the_frame_if_its_id_comes_first() -> None:
    settings = SocketSettings(largest_frame=ByteCount(100), linger=0)
    async with stage(settings=settings) as world:
        client = await world.connect()
        refused = await client.ask({**PING, "id": "f7", "padding": "x" * 200})

    assert (refused["reply"], refused["problem"]["status"]) == ("f7", 413)


async def test_one_bad_frame_after_the_other_ends_the_connection() -> None:
    settings = SocketSettings(most_bad_frames=3, farewell=0.05, linger=0)
    async with stage(settings=settings) as world:
        client = await world.connect()
        for frame in ["?", "?", PING, "?", "?", "?"]:
            await client.ask(frame)

        assert await client.closed() == CloseCode.BAD_FRAMES


@pytest.mark.parametrize("others", [PING, "?"], ids=["good", "bad"])
async def test_who_sends_too_much_is_told_when_to_go_on_and_is_not_closed(others: Any) -> None:
    frames = Allowance(name="frames", count=10, per=timedelta(seconds=10))
    async with stage(settings=SocketSettings(linger=0), allowances=[frames]) as world:
        client = await world.connect()
        answers = [await client.ask(others if number % 2 else PING) for number in range(51)]
        world.clock.advance(seconds=answers[-1]["problem"]["retryAfter"])
        again = await client.ask(PING)
        code = client.code

    assert sum(answer["ok"] for answer in answers) <= 9
    assert answers[-1]["problem"]["type"] == "urn:phantom:rate-limited"
    assert again["ok"]
    assert code is None


async def test_a_bad_frame_costs_more_than_a_good_one() -> None:
    frames = Allowance(name="frames", count=11, per=timedelta(seconds=10))
    settings = SocketSettings(bad_frame_cost=5, linger=0)
    async with stage(settings=settings, allowances=[frames]) as world:
        client = await world.connect()
        statuses = [(await client.ask("?"))["problem"]["status"] for _ in range(3)]

    assert statuses == [400, 400, 429]


async def test_what_one_may_not_do_is_refused_and_is_no_bad_frame() -> None:
    settings = SocketSettings(most_bad_frames=2, linger=0)
    async with stage(settings=settings) as world:
        client = await world.connect()
        leave = {"type": "session.leave", "topic": of(ADA)}
        refused = [await client.ask(leave) for _ in range(5)]
        pong = await client.ask(PING)

    assert {answer["problem"]["status"] for answer in refused} == {403}
    assert pong["ok"]
