"""Tokens that run out, servers that refuse, and what becomes of questions in between."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain, repeat

import pytest

from phantom_adapters.client import Client, Refused, connect
from phantom_app.socket import SocketSettings
from phantom_core.kernel import (
    Forbidden,
    Invalid,
    NotAuthenticated,
    NotFound,
    RateLimited,
    Unavailable,
)
from phantom_core.limits import Allowance
from tests.client.house import house
from tests.client.streams import seqs, take, tell
from tests.ports import kept_port
from tests.socket.stage import ADA, BOB, NOW, Stage, of, stage
from tests.socket.test_topics import KINDS, ROOM
from tests.unit.live.stage import until

SOON = SocketSettings(renew_within=0.2)


def soon(world: Stage) -> None:
    """Give out a token that runs out in a moment."""
    world.tokens["short"] = world.bearer(ADA, 1, NOW + timedelta(seconds=0.1))


def supply(*tokens: str) -> Callable[[], str]:
    """Hand out tokens one after the other, and the last one for ever."""
    left: Iterator[str] = chain(tokens, repeat(tokens[-1]))
    return lambda: next(left)


async def test_a_token_that_runs_out_is_replaced_on_the_same_connection() -> None:
    fetched: list[str] = []

    def token() -> str:
        fetched.append("ada" if len(fetched) == 2 else "short")
        return fetched[-1]

    async with stage() as world, house(world) as here:
        soon(world)
        async with here.client(token) as client, client.topic(of(ADA)) as topic:
            await until(lambda: len(fetched) == 3)
            await tell(world, 1)
            events = await take(topic, 1)

    assert seqs(events) == [1]
    assert here.visits == 1


async def test_a_token_may_be_fetched_without_blocking() -> None:
    async def fetch() -> str:
        await asyncio.sleep(0)
        return "bob"

    async with stage() as world, house(world) as here, here.client(fetch) as client:
        assert client.user_id == BOB.person


async def test_a_connection_whose_token_was_not_replaced_in_time_is_made_again() -> None:
    async with stage() as world, house(world, SOON) as here:
        soon(world)
        tokens = supply("short", "no token", "ada")
        async with here.client(tokens) as client, client.topic(of(ADA)) as topic:
            await until(lambda: here.visits == 2)
            await tell(world, 1)
            events = await take(topic, 1)

    assert seqs(events) == [1]


async def test_a_token_that_cannot_be_replaced_ends_the_client() -> None:
    async with stage() as world, house(world, SOON) as here:
        soon(world)
        async with here.client("short") as client, client.topic(of(ADA)) as topic:
            del world.tokens["short"]
            with pytest.raises(NotAuthenticated):
                await take(topic, 1)
            with pytest.raises(NotAuthenticated):
                await client.ask("ping", data={"t0": 1})

    assert here.visits == 1


async def test_a_fresh_token_that_is_refused_ends_the_client() -> None:
    async with stage() as world, house(world, SOON) as here:
        soon(world)
        async with (
            here.client(supply("short", "no token")) as client,
            client.topic(of(ADA)) as topic,
        ):
            with pytest.raises(NotAuthenticated):
                await take(topic, 1)

    assert here.visits == 2


async def test_who_has_no_token_any_more_says_so_and_is_done() -> None:
    signed_in = True

    def token() -> str:
        if not signed_in:
            raise NotAuthenticated
        return "ada"

    async with (
        stage() as world,
        house(world) as here,
        here.client(token) as client,
        client.topic(of(ADA)) as topic,
    ):
        signed_in = False
        here.cut()
        with pytest.raises(NotAuthenticated):
            await take(topic, 1)


async def test_a_token_that_cannot_be_fetched_for_now_is_fetched_later() -> None:
    answers = supply("ada", "", "ada")

    def token() -> str:
        answer = answers()
        if not answer:
            message = "no network"
            raise ConnectionError(message)
        return answer

    async with (
        stage() as world,
        house(world) as here,
        here.client(token) as client,
        client.topic(of(ADA)) as topic,
    ):
        here.cut()
        await until(lambda: here.visits == 2)
        await tell(world, 1)
        events = await take(topic, 1)

    assert seqs(events) == [1]


async def test_a_bad_token_at_the_beginning_is_told_at_once() -> None:
    async with stage() as world, house(world) as here:
        with pytest.raises(NotAuthenticated, match="Who is that"):
            await here.client("nobody").__aenter__()


async def test_a_server_that_is_not_there_at_the_beginning_is_told_at_once() -> None:
    port = kept_port()
    with pytest.raises(Unavailable, match="cannot be reached") as refused:
        await connect(f"ws://127.0.0.1:{port}/ws", "ada", proxy=None).__aenter__()

    assert isinstance(refused.value.__cause__, OSError)


async def test_a_refusal_is_of_the_kind_that_the_core_would_raise() -> None:
    async with stage(topics=KINDS) as world, house(world) as here, here.client() as client:
        with pytest.raises(NotFound) as missing:
            await client.ask("user.presence", ROOM, {"status": "away"})
        with pytest.raises(Forbidden) as forbidden:
            await client.ask("session.leave", of(ADA))
        with pytest.raises(Invalid) as invalid:
            await client.ask("ping", data={"t0": "now"})

    assert isinstance(missing.value, Refused)
    assert missing.value.problem["type"] == "urn:phantom:not-found"
    assert "cannot be left" in forbidden.value.detail
    assert [fault.path for fault in invalid.value.faults] == ["data.t0"]


async def test_who_asks_too_much_is_told_when_to_ask_again_and_goes_on_listening() -> None:
    few = Allowance(name="frames", count=20, per=timedelta(seconds=1))
    async with (
        stage(topics=KINDS, allowances=[few]) as world,
        house(world) as here,
        here.client() as client,
    ):
        with pytest.raises(RateLimited) as refused:
            await _ask_often(client)
        world.clock.advance(seconds=1)
        async with client.topic(of(ADA)) as topic:
            await tell(world, 1)
            events = await take(topic, 1)

    assert refused.value.retry_after > 0
    assert seqs(events) == [1]


async def _ask_often(client: Client) -> None:
    for _ in range(40):
        await client.ask("ping", data={"t0": 1})


async def test_a_question_is_asked_when_there_is_a_connection_again() -> None:
    async with stage() as world, house(world) as here, here.client() as client:
        await here.kill()
        asking = asyncio.create_task(client.ask("ping", data={"t0": 7}))
        await here.start()
        answer = await asking

    assert answer["t0"] == 7


async def test_a_client_that_is_closed_answers_no_question() -> None:
    async with stage() as world, house(world) as here:
        async with here.client() as client:
            pass
        with pytest.raises(Unavailable, match="closed"):
            await client.ask("ping", data={"t0": 7})
        await until(lambda: not world.hub.readers)
