"""The socket of the whole server: real accounts, real tokens, and what becomes of them."""

import json
from datetime import timedelta

import msgspec
import pytest

from phantom_app.socket import CloseCode, asyncapi_document
from tests.http.world import PASSWORD
from tests.socket.site import Site
from tests.socket.stage import visit


async def test_who_registers_may_connect_and_hears_what_they_do(site: Site) -> None:
    ada = await site.world.someone("ada")
    client = await site.admitted(ada)
    await ada.send("PUT", "/api/users/me/consents", {"purpose": "matching", "granted": True})
    event = await client.next()

    assert event["type"] == "consent.granted"
    assert event["by"] == ada.id
    assert event["data"]["consent"]["purpose"] == "matching"


@pytest.mark.parametrize("environment", [{"PHANTOM_PUBLIC_URL": "https://Phantom.example:443/a"}])
@pytest.mark.parametrize(
    ("origin", "welcome"), [("https://phantom.example", True), ("https://a.example", False)]
)
async def test_pages_at_our_public_address_may_connect_whatever_host_a_proxy_names(
    site: Site, origin: str, *, welcome: bool
) -> None:
    ada = await site.world.someone("ada")
    client = site.connect(ada.signed_in["accessToken"], origin=origin, host="backend:8000")
    if welcome:
        assert (await client.next())["ok"]
    else:
        await client.closed()

    assert (client.accepted is not None) == welcome


async def test_ones_own_topic_is_about_all_that_is_ones_own(site: Site) -> None:
    ada = await site.world.someone("ada")
    client = await site.admitted(ada)
    answer = await client.ask({"type": "session.join", "topic": f"user:{ada.id}"})
    me = (await ada.send("GET", "/api/users/me")).json()
    sessions = (await ada.send("GET", "/api/auth/sessions")).json()["items"]
    assert [session.pop("current") for session in sessions] == [True]

    assert answer["data"]["state"] == {
        "user": me,
        "consents": [],
        "sessions": sessions,
        "blocked": {"items": [], "next": None},
        "follows": {"followers": 0, "following": 0},
        "audio": {"items": [], "next": None},
        "taste": {"genreIds": [], "artistIds": []},
        "playlists": {"items": [], "next": None},
        "invites": {"items": [], "next": None},
        "projectInvites": {"items": [], "next": None},
        "callMutes": [],
        "bookings": {"items": [], "next": None},
        "notifications": {"unread": 0},
    }


async def test_who_logs_out_is_disconnected_there_and_nowhere_else(site: Site) -> None:
    ada = await site.world.someone("ada")
    phone, desk = await site.admitted(ada), await site.admitted(await site.again("ada"))
    await ada.send("POST", "/api/auth/logout")

    assert await phone.closed() == CloseCode.NOT_AUTHENTICATED
    assert (await desk.next())["type"] == "session.ended"
    assert desk.code is None


async def test_who_is_suspended_is_disconnected_everywhere(site: Site) -> None:
    ada, root = await site.world.someone("ada"), await site.world.admin()
    clients = [await site.admitted(ada), await site.admitted(await site.again("ada"))]
    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})

    for client in clients:
        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_nobody_learns_who_in_office_acted(site: Site) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    root = await site.world.admin()
    body = {"kind": "user", "id": bob.id, "reason": "He shouts."}
    filed = (await ada.send("POST", "/api/reports", body)).json()
    client = await site.admitted(ada)
    await root.send("POST", f"/api/admin/reports/{filed['id']}", {"action": "dismiss"})
    told = await client.next()
    audit = (await root.send("GET", "/api/admin/audit")).json()["items"]
    (act,) = [act for act in audit if act["action"] == "report.dismissed"]

    assert (told["type"], told["by"]) == ("report.resolved", None)
    assert act["actor"]["id"] == root.id


async def test_who_changes_their_password_is_disconnected_on_their_other_devices(
    site: Site,
) -> None:
    ada = await site.world.someone("ada")
    here, there = await site.admitted(ada), await site.admitted(await site.again("ada"))
    change = {"current": PASSWORD, "new": "another long secret"}
    await ada.send("POST", "/api/auth/password", change)

    assert await there.closed() == CloseCode.NOT_AUTHENTICATED
    assert here.code is None


@pytest.mark.parametrize("token", ["", "x.y.z", "a" * 5000])
async def test_what_is_no_token_lets_nobody_in(site: Site, token: str) -> None:
    client = site.connect(token)
    refused = await client.next()

    assert refused["problem"]["status"] == 401
    assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_a_token_that_has_run_out_lets_nobody_in(site: Site) -> None:
    ada = await site.world.someone("ada")
    site.world.clock.advance(seconds=timedelta(hours=1).total_seconds())
    client = site.connect(ada.signed_in["accessToken"])

    assert (await client.next())["problem"]["status"] == 401
    assert await client.closed() == CloseCode.NOT_AUTHENTICATED


@pytest.mark.parametrize(
    ("environment", "answers"),
    [
        ({"PHANTOM_RATE_LIMITS": "frames=2/60"}, [True, False]),
        ({"PHANTOM_RATE_LIMITS": "off"}, [True, True]),
    ],
)
async def test_operators_say_how_many_frames_may_be_sent(site: Site, answers: list[bool]) -> None:
    client = await site.admitted(await site.world.someone("ada"))
    ping = {"type": "ping", "data": {"t0": 1}}

    assert [(await client.ask(ping))["ok"] for _ in answers] == answers


@pytest.mark.parametrize("environment", [{"PHANTOM_SOCKETS_PER_PERSON": "1"}])
async def test_operators_say_how_many_connections_a_person_may_hold(site: Site) -> None:
    ada = await site.world.someone("ada")
    await site.admitted(ada)
    more = site.connect(ada.signed_in["accessToken"])

    assert (await more.next())["problem"]["status"] == 429
    assert await more.closed() == CloseCode.TRY_LATER


@pytest.mark.parametrize("environment", [{"PHANTOM_ACCESS_TTL": "1", "PHANTOM_RENEW_WITHIN": "7"}])
async def test_operators_say_how_long_a_fresh_token_is_waited_for(site: Site) -> None:
    client = await site.admitted(await site.world.someone("ada"))
    asked = await client.next()

    assert (asked["type"], asked["data"]) == ("auth.required", {"within": 7})


@pytest.mark.parametrize("environment", [{"PHANTOM_AUTH_WITHIN": "1"}])
async def test_operators_say_how_long_a_token_is_waited_for(site: Site) -> None:
    silent = visit(site.world.app, site.tasks)

    assert await silent.closed() == CloseCode.NOT_AUTHENTICATED


async def test_the_document_of_the_socket_is_served(site: Site) -> None:
    answer = await site.world.http.get("/schema/asyncapi.json")

    assert answer.status_code == 200
    assert answer.json() == json.loads(msgspec.json.encode(asyncapi_document()))
