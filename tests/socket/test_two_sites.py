"""Two whole servers on one PostgreSQL: what one is told has its effect on the other."""

import pytest

from phantom_app.socket import CloseCode
from tests.http.world import Someone
from tests.socket.test_mutual_followers import follow_each_other, seen
from tests.socket.two_sites import Sites, joined, told
from tests.unit.live.stage import until


async def _group(ada: Someone, bob: Someone) -> str:
    body = {"kind": "group", "memberIds": [bob.id], "title": "Band"}
    answer = await ada.send("POST", "/api/messages/rooms", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_whose_session_ends_on_one_server_is_out_on_the_other(sites: Sites) -> None:
    ada = await sites.here.world.someone("ada")
    client = await sites.there.admitted(ada)
    before = await sites.elsewhere(ada).send("GET", "/api/users/me")
    await ada.send("POST", "/api/auth/logout")
    after = await sites.elsewhere(ada).send("GET", "/api/users/me")

    assert (before.status_code, after.status_code) == (200, 401)
    assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_who_is_suspended_on_one_server_is_out_on_the_other(sites: Sites) -> None:
    ada, root = await sites.here.world.someone("ada"), await sites.here.world.admin()
    client = await sites.there.admitted(ada)
    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})

    assert await client.closed() == CloseCode.NOT_AUTHENTICATED
    assert (await sites.elsewhere(ada).send("GET", "/api/users/me")).status_code == 401


async def test_who_is_banned_from_a_chat_by_one_server_is_shown_out_by_the_other(
    sites: Sites,
) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    chat = await _group(ada, bob)
    client = await joined(sites.there, bob, f"chat:{chat}")
    room = f"/api/messages/rooms/{chat}"
    await ada.send("PUT", f"{room}/members/{bob.id}", {"bannedUntil": "2999-01-01T00:00:00Z"})
    removed = await told(client, "removed")
    said = {"content": "I am not."}
    refused = await sites.elsewhere(bob).send("POST", f"{room}/messages", said)

    assert removed["topic"] == f"chat:{chat}"
    assert refused.status_code in {403, 404}


async def test_whom_one_has_blocked_by_one_server_is_not_heard_by_the_other(sites: Sites) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    chat = await _group(ada, bob)
    client = await joined(sites.there, ada, f"chat:{chat}")
    await ada.send("PUT", f"/api/users/{bob.id}/block")
    await told(client, "block.added")
    said = {"content": "Hello?"}
    await bob.send("POST", f"/api/messages/rooms/{chat}/messages", said)
    withheld = await told(client, "withheld")

    assert withheld["topic"] == f"chat:{chat}"


@pytest.mark.parametrize("sites", ["with a broker"], indirect=True)
async def test_one_connection_more_than_is_allowed_is_refused_by_whichever_server(
    sites: Sites,
) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    clients = [await site.admitted(ada) for site in [sites.here, sites.there] * 10]
    refused = [site.connect(ada.signed_in["accessToken"]) for site in (sites.here, sites.there)]
    said = {(await client.next())["problem"]["detail"] for client in refused}
    codes = [await client.closed() for client in refused]
    await sites.here.admitted(bob)
    clients[0].leave()
    await until(lambda: len(sites.here.world.services.hub.readers) == 10)
    await sites.here.admitted(ada)

    assert said == {"One person may hold 20 connections."}
    assert codes == [CloseCode.TRY_LATER] * 2


@pytest.mark.parametrize("sites", ["with a broker"], indirect=True)
async def test_typing_and_presence_pass_where_there_is_a_broker(sites: Sites) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    chat = await _group(ada, bob)
    hers = await joined(sites.here, ada, f"chat:{chat}")
    his = await joined(sites.there, bob, f"chat:{chat}")
    came = await told(hers, "user.presence")
    his.send({"type": "chat.typing", "topic": f"chat:{chat}"})
    typing = await told(hers, "chat.typing")
    his.leave()
    gone = await told(hers, "user.presence")

    assert (came["by"], came["data"]["status"], came["data"]["count"]) == (bob.id, "online", 2)
    assert typing["by"] == bob.id
    assert (gone["by"], gone["data"]["status"], gone["data"]["count"]) == (bob.id, "offline", 1)


@pytest.mark.parametrize("sites", ["with a broker"], indirect=True)
async def test_mutual_followers_see_each_other_by_whichever_servers_they_come(
    sites: Sites,
) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    await follow_each_other(ada, bob)
    hers = await sites.here.admitted(ada)
    his = await sites.there.admitted(bob)
    came = await seen(hers, bob)
    shown = {"status": "busy", "activity": "mixing"}
    his.send({"type": "user.presence", "topic": f"user:{bob.id}", "data": shown})
    busy = await seen(hers, bob)
    his.leave()
    gone = await seen(hers, bob)

    assert came == {"status": "online", "activity": "", "count": 2}
    assert busy == {"status": "busy", "activity": "mixing", "count": 2}
    assert gone == {"status": "offline", "activity": "", "count": 1}
