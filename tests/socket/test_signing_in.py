"""Who may connect, how they say who they are, and for how long that is good."""

import logging
from datetime import timedelta

import attrs
import pytest

from phantom_app.socket import Bearer, CloseCode, SocketSettings
from phantom_core.identity import SessionId
from phantom_core.identity.events import SessionsEnded
from phantom_core.identity.session import EndReason
from phantom_core.kernel import Unavailable, uuid7
from tests.socket.stage import ADA, BOB, NOW, Stage, of, progress, stage
from tests.unit.live.stage import until

QUICK = SocketSettings(auth_within=0.02, renew_within=0.02, farewell=0.05, linger=0)


def ended(session: int) -> SessionsEnded:
    """A log-in session of Ada's is over."""
    ids = (SessionId(uuid7(NOW, session)),)
    return SessionsEnded(user_id=ADA.person, session_ids=ids, reason=EndReason.LOGGED_OUT)


async def test_who_shows_a_token_is_let_in_and_hears_their_own_topic() -> None:
    async with stage() as world:
        client = await world.request()
        answer = await client.ask({"id": "a1", "type": "auth", "token": "ada"})
        await world.tell(progress(BOB), progress(ADA))
        event = await client.next()

    assert answer == {"reply": "a1", "ok": True, "data": {"userId": ADA.user_id}}
    assert (event["topic"], event["seq"]) == (of(ADA), 1)


@pytest.mark.parametrize(
    ("offered", "spoken"),
    [
        (["phantom", "phantom.bearer.ada"], "phantom"),
        (["phantom.bearer.ada"], "phantom.bearer.ada"),
        (["other", "phantom.bearer.ada", "phantom"], "phantom"),
    ],
)
async def test_a_token_may_come_with_the_request(offered: list[str], spoken: str) -> None:
    async with stage() as world:
        client = await world.request(protocols=offered)
        answer = await client.next()

    assert answer == {"reply": None, "ok": True, "data": {"userId": ADA.user_id}}
    assert client.accepted == {"type": "websocket.accept", "subprotocol": spoken, "headers": []}


async def test_who_shows_nothing_in_time_is_shown_out() -> None:
    async with stage(settings=QUICK) as world:
        client = await world.request()

        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_who_chats_before_the_token_is_told_to_show_it_and_may() -> None:
    async with stage() as world:
        client = await world.request()
        refused = await client.ask({"id": "p", "type": "ping", "data": {"t0": 1}})
        admitted = await client.ask({"type": "auth", "token": "ada"})

    assert refused["reply"] == "p"
    assert refused["problem"]["status"] == 401
    assert admitted["ok"]


@pytest.mark.parametrize("protocols", [[], ["phantom.bearer.nobody"]])
async def test_who_shows_a_bad_token_is_told_so_and_shown_out(protocols: list[str]) -> None:
    async with stage() as world:
        client = await world.request(protocols=protocols)
        client.send({"type": "auth", "token": "nobody"})
        refused = await client.next()

        assert await client.closed() == CloseCode.NOT_AUTHENTICATED
        assert refused["problem"]["type"] == "urn:phantom:not-authenticated"


async def test_while_the_store_is_out_of_reach_nobody_is_let_in() -> None:
    async with stage() as world:
        world.phantom.reachable = False
        client = await world.request()
        refused = await client.ask({"type": "auth", "token": "ada"})

        assert await client.closed() == CloseCode.TRY_LATER
        assert refused["problem"]["status"] == 503
        assert refused["problem"]["retryAfter"] == 1.0


async def test_a_mistake_of_ours_closes_the_connection_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with stage() as world:
        world.tokens["odd"] = None  # type: ignore[assignment]
        client = await world.request()
        client.send({"type": "auth", "token": "odd"})

        assert await client.closed() == CloseCode.BROKEN
        assert "A connection broke." in caplog.text


async def test_when_a_token_runs_out_another_is_asked_for_and_taken() -> None:
    async with stage() as world:
        world.tokens["ada"] = world.bearer(ADA, 1, NOW + timedelta(milliseconds=20))
        client = await world.connect()
        asked = await client.next()
        renewed = await client.ask({"id": "r", "type": "auth", "token": "ada's desk"})
        await world.tell(progress(ADA))
        event = await client.next()

    assert asked["type"] == "auth.required"
    assert asked["data"] == {"within": 30}
    assert renewed == {"reply": "r", "ok": True, "data": {"userId": ADA.user_id}}
    assert event["type"] == "analysis.progress"


async def test_who_shows_no_other_token_in_time_is_shown_out() -> None:
    async with stage(settings=attrs.evolve(QUICK, auth_within=60)) as world:
        world.tokens["ada"] = world.bearer(ADA, 1, NOW - timedelta(seconds=1))
        client = await world.connect()
        asked = await client.next()

        assert asked["type"] == "auth.required"
        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_a_bad_token_does_not_take_the_place_of_a_good_one() -> None:
    async with stage() as world:
        client = await world.connect()
        unknown = await client.ask({"type": "auth", "token": "nobody"})
        anothers = await client.ask({"type": "auth", "token": "bob"})
        pong = await client.ask({"type": "ping", "data": {"t0": 1}})

    assert unknown["problem"]["status"] == 401
    assert anothers["problem"]["status"] == 403
    assert pong["ok"]


async def test_when_a_log_in_session_ends_its_connections_end_and_no_others() -> None:
    async with stage() as world:
        phone, desk = await world.connect("ada"), await world.connect("ada's desk")
        await world.tell(ended(1))

        assert await phone.closed() == CloseCode.NOT_AUTHENTICATED
        assert (await desk.next())["type"] == "session.ended"
        assert desk.code is None


async def test_after_a_renewal_the_new_log_in_session_counts() -> None:
    async with stage() as world:
        client = await world.connect("ada")
        await client.ask({"type": "auth", "token": "ada's desk"})
        await world.tell(ended(1))
        told = await client.next()
        await world.tell(ended(2))

        assert told["type"] == "session.ended"
        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


class Fleeting(dict[str, Bearer]):
    """Tokens whose sessions end as soon as they were looked at."""

    def __getitem__(self, token: str) -> Bearer:
        """Look at one, for the last time."""
        return self.pop(token)


class Fading(dict[str, Bearer]):
    """Tokens that can be looked at once, and then no more."""

    looked = False

    def __getitem__(self, token: str) -> Bearer:
        """Look at one."""
        if self.looked:
            raise Unavailable("The store does not answer.")
        self.looked = True
        return super().__getitem__(token)


async def test_a_session_that_ends_before_its_end_could_be_heard_lets_nobody_in() -> None:
    async with stage() as world:
        world.tokens = Fleeting(world.tokens)
        client = await world.request(protocols=["phantom.bearer.ada"])

        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_a_session_that_ends_before_its_end_could_be_heard_renews_nothing() -> None:
    async with stage() as world:
        client = await world.connect("ada")
        world.tokens = Fleeting(world.tokens)
        client.send({"id": "r", "type": "auth", "token": "ada's desk"})

        assert await client.closed() == CloseCode.NOT_AUTHENTICATED
        assert len(client.sent) == 1


async def test_who_could_not_be_looked_at_again_is_told_to_come_later() -> None:
    async with stage() as world:
        client = await world.connect("ada")
        world.tokens = Fading(world.tokens)
        client.send({"id": "r", "type": "auth", "token": "ada's desk"})

        assert await client.closed() == CloseCode.TRY_LATER


@pytest.mark.parametrize(
    ("origin", "host", "welcome"),
    [
        (None, "phantom.test", True),
        ("https://phantom.test", "phantom.test", True),
        ("https://Phantom.test:8000", "phantom.test:8000", True),
        ("https://app.example", "phantom.test", True),
        ("https://evil.example", "phantom.test", False),
        ("https://phantom.test.evil.example", "phantom.test", False),
        ("http://app.example", "phantom.test", False),
        ("null", "phantom.test", False),
        ("http://[", "phantom.test", False),
        ("", "", False),
    ],
)
async def test_only_pages_of_ours_and_of_our_friends_may_connect(
    origin: str | None, host: str, caplog: pytest.LogCaptureFixture, *, welcome: bool
) -> None:
    caplog.set_level(logging.INFO, "phantom.security")
    settings = SocketSettings(allowed_origins=frozenset({"https://App.example"}), linger=0)
    async with stage(settings=settings) as world:
        headers = {"host": host} | ({} if origin is None else {"origin": origin})
        client = await world.request(headers=headers)
        if welcome:
            assert (await client.ask({"type": "auth", "token": "ada"}))["ok"]
        else:
            await client.closed()

    assert (client.accepted is not None) == welcome
    assert any("by a page of" in line for line in caplog.messages) != welcome


async def test_connections_that_are_gone_leave_nothing_behind() -> None:
    async with stage() as world:
        clients = [await world.connect(name) for name in ["ada", "bob", "ada's desk"] * 5]
        for client in clients:
            client.leave()
        await gone(world)

        assert len(world.hub) == 0
        assert world.hub.readers == []


async def gone(world: Stage) -> None:
    """Wait until nobody is connected."""
    await until(lambda: len(world.sockets) == 0)
