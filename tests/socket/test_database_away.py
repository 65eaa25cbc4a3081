"""A database that falls silent beneath a server in use: refusals in time, and sockets that stay."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import anyio
import httpx
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_app.beating import beat
from phantom_app.tending import tend_rooms
from phantom_app.workers import worker_of
from tests.http.world import PASSWORD, Someone, build
from tests.postgres_server import PostgresServer
from tests.proxy import Proxy, proxy_before
from tests.socket.site import Site

PATIENCE: Final = 3.0
SOON: Final = 30
PING: Final = {"id": "p", "type": "ping", "data": {"t0": 1}}
ROUTES: Final = (
    ("GET", "/health/ready", None),
    ("GET", "/api/users/me", None),
    ("GET", "/api/rooms", None),
    ("GET", "/api/projects", None),
    ("GET", "/api/notifications", None),
    ("GET", "/api/recommendations/rooms", None),
    ("POST", "/api/auth/login", {"login": "ada", "password": PASSWORD}),
    ("POST", "/api/projects", {"name": "Song"}),
    ("POST", "/api/rooms", {"name": "Lounge", "isPublic": True}),
    ("DELETE", "/api/users/me", {"password": PASSWORD}),
)


@pytest.fixture
def proxy(postgres_server: PostgresServer) -> Iterator[Proxy]:
    with proxy_before(postgres_server.folder / ".s.PGSQL.5432") as proxy:
        yield proxy


@pytest.fixture
async def site(postgres_url: str, proxy: Proxy, tmp_path: Any) -> AsyncIterator[Site]:
    """All that a server does, on a database over TCP and through the proxy."""
    name = postgres_url.partition("@/")[2].partition("?")[0]
    url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}"
    clock = ManualClock()
    storage = open_storage(url, clock=clock, patience=PATIENCE)
    world, http = build(storage, clock, tmp_path)
    services = world.services
    async with http, services.hub, asyncio.TaskGroup() as tasks:
        phantom, server_id = services.phantom, services.server_id
        tasks.create_task(
            beat(phantom, server_id, alone=False, revived=services.attending.tell_again, every=0.1)
        )
        tasks.create_task(services.attending.run())
        tasks.create_task(tend_rooms(services))
        tasks.create_task(worker_of(services).run())
        yield Site(world, tasks)
        proxy.heal()
        for task in [*tasks._tasks]:
            task.cancel()
    await storage.close()


async def all_at_once(ada: Someone) -> list[httpx.Response]:
    answers: list[httpx.Response] = []

    async def send(method: str, path: str, body: Any) -> None:
        answers.append(await ada.send(method, path, body))

    with anyio.fail_after(SOON):
        async with anyio.create_task_group() as group:
            for method, path, body in ROUTES:
                group.start_soon(send, method, path, body)
    return answers


@pytest.mark.parametrize("fault", ["fall_silent", "refuse"])
async def test_every_request_is_refused_in_time_and_sockets_live_on(
    site: Site, proxy: Proxy, fault: str
) -> None:
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    socket = await site.admitted(ada)
    await socket.ask(PING)
    getattr(proxy, fault)()
    first, then = await all_at_once(ada), await all_at_once(ada)
    pong = await socket.ask(PING)
    refusal = await socket.ask({"id": "j", "type": "session.join", "topic": f"room:{ada.id}"})
    proxy.heal()
    with anyio.fail_after(SOON):
        followed, heard = 503, [""]
        while followed == 503:
            followed = (await bob.send("PUT", f"/api/users/{ada.id}/follow")).status_code
        while "follow.started" not in heard:
            heard.append((await socket.next())["type"])

    assert {answer.status_code for answer in first + then} == {503}
    assert {int(answer.headers["Retry-After"]) for answer in first + then} == {1}
    assert (pong["ok"], pong["reply"]) == (True, "p")
    assert (refusal["ok"], refusal["problem"]["status"]) == (False, 503)
    assert socket.code is None


async def test_live_and_the_documentation_need_no_database(site: Site, proxy: Proxy) -> None:
    proxy.fall_silent()
    with anyio.fail_after(SOON):
        live = await site.world.http.get("/health/live")
        schema = await site.world.http.get("/schema/openapi.json")

    assert (live.status_code, schema.status_code) == (200, 200)
