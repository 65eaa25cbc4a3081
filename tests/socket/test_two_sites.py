"""Two whole servers on one PostgreSQL: what one is told has its effect on the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_app.broker import Broker, open_broker
from phantom_app.settings import read_settings
from phantom_app.socket import CloseCode
from tests.http.world import Someone, build_with
from tests.socket.site import Site
from tests.socket.stage import Client
from tests.socket.test_mutual_followers import follow_each_other, seen
from tests.unit.live.stage import until
from tests.valkey_server import ValkeyServer

SECRET = "x" * 40


@attrs.frozen
class Sites:
    """Two servers, and those who call both."""

    here: Site
    there: Site

    def elsewhere(self, somebody: Someone) -> Someone:
        """The same person, as a caller of the other server."""
        return attrs.evolve(somebody, http=self.there.world.http)


async def _opened(
    url: str, broker: ValkeyServer | None, folder: Path, stack: AsyncExitStack
) -> Site:
    clock = ManualClock()
    environment = {"PHANTOM_SECRET_KEY": SECRET}
    if broker is not None:
        environment["PHANTOM_BROKER_URL"] = broker.url()
    settings = read_settings(environment, data_dir=str(folder))
    connection = await open_broker(settings, stack)
    storage = open_storage(url, clock=clock)
    stack.push_async_callback(storage.close)
    world, http = build_with(storage, clock, folder, environment, broker=connection)
    await stack.enter_async_context(http)
    await stack.enter_async_context(world.services.hub)
    tasks = await stack.enter_async_context(asyncio.TaskGroup())
    stack.callback(lambda: [task.cancel() for task in [*tasks._tasks]])
    app: Any = http._transport.app  # type: ignore[attr-defined]
    await _connected(connection)
    return Site(world, app, tasks)


async def _connected(broker: Broker) -> None:
    with anyio.fail_after(20):
        while broker.standing() == "away":  # noqa: ASYNC110 - the broker tells
            await anyio.sleep(0.01)


@pytest.fixture(params=["with a broker", "by the log alone"])
async def sites(
    request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path
) -> AsyncIterator[Sites]:
    broker = request.getfixturevalue("broker") if request.param == "with a broker" else None
    async with AsyncExitStack() as stack:
        here = await _opened(postgres_url, broker, tmp_path / "here", stack)
        there = await _opened(postgres_url, broker, tmp_path / "there", stack)
        yield Sites(here, there)


async def _joined(site: Site, somebody: Someone, topic: str) -> Client:
    client = await site.admitted(somebody)
    client.send({"id": "j", "type": "session.join", "topic": topic})
    while (told := await client.next()).get("reply") != "j":
        pass
    assert told["ok"], told
    return client


async def _told(client: Client, kind: str) -> dict[str, Any]:
    while (told := await client.next()).get("type") != kind:
        pass
    return told


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
    client = await _joined(sites.there, bob, f"chat:{chat}")
    room = f"/api/messages/rooms/{chat}"
    await ada.send("PUT", f"{room}/members/{bob.id}", {"bannedUntil": "2999-01-01T00:00:00Z"})
    removed = await _told(client, "removed")
    said = {"content": "I am not."}
    refused = await sites.elsewhere(bob).send("POST", f"{room}/messages", said)

    assert removed["topic"] == f"chat:{chat}"
    assert refused.status_code in {403, 404}


async def test_whom_one_has_blocked_by_one_server_is_not_heard_by_the_other(sites: Sites) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    chat = await _group(ada, bob)
    client = await _joined(sites.there, ada, f"chat:{chat}")
    await ada.send("PUT", f"/api/users/{bob.id}/block")
    await _told(client, "block.added")
    said = {"content": "Hello?"}
    await bob.send("POST", f"/api/messages/rooms/{chat}/messages", said)
    withheld = await _told(client, "withheld")

    assert withheld["topic"] == f"chat:{chat}"


@pytest.mark.parametrize("sites", ["with a broker"], indirect=True)
async def test_one_connection_more_than_is_allowed_is_refused_by_whichever_server(
    sites: Sites,
) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    clients = [await site.admitted(ada) for site in [sites.here, sites.there] * 10]
    refused = [site.connect(ada.signed_in["accessToken"]) for site in (sites.here, sites.there)]
    told = {(await client.next())["problem"]["detail"] for client in refused}
    codes = [await client.closed() for client in refused]
    await sites.here.admitted(bob)
    clients[0].leave()
    await until(lambda: len(sites.here.world.services.hub.readers) == 10)
    await sites.here.admitted(ada)

    assert told == {"One person may hold 20 connections."}
    assert codes == [CloseCode.TRY_LATER] * 2


@pytest.mark.parametrize("sites", ["with a broker"], indirect=True)
async def test_typing_and_presence_pass_where_there_is_a_broker(sites: Sites) -> None:
    ada, bob = await sites.here.world.someone("ada"), await sites.here.world.someone("bob")
    chat = await _group(ada, bob)
    hers = await _joined(sites.here, ada, f"chat:{chat}")
    his = await _joined(sites.there, bob, f"chat:{chat}")
    came = await _told(hers, "user.presence")
    his.send({"type": "chat.typing", "topic": f"chat:{chat}"})
    typing = await _told(hers, "chat.typing")
    his.leave()
    gone = await _told(hers, "user.presence")

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
