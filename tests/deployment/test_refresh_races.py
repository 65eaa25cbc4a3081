"""One refresh token, used by many at once over two servers: one is given the next, and all is over.

`PHANTOM_TEST_ROUNDS` says how often.
"""

import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import anyio
import httpx
import pytest

from tests.crash.server import Server
from tests.http.world import PASSWORD, Someone
from tests.valkey_server import ValkeyServer

ROUNDS: Final = int(os.environ.get("PHANTOM_TEST_ROUNDS", "200"))
AT_ONCE: Final = 32
_OVER: Final = "urn:phantom:session-over"


@pytest.fixture
async def servers(
    postgres_url: str, broker: ValkeyServer, tmp_path: Path
) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Callers of two servers of one database."""
    shared = {"PHANTOM_DATABASE_URL": postgres_url, "PHANTOM_BROKER_URL": broker.url()}
    running = [Server(tmp_path / "data", "--no-worker", **shared) for _ in range(2)]
    async with AsyncExitStack() as stack:
        for server in running:
            stack.callback(server.kill)
            server.start()
            await server.ready()
        yield [
            await stack.enter_async_context(httpx.AsyncClient(base_url=each.url, timeout=60))
            for each in running
        ]


async def test_of_all_who_use_a_refresh_token_at_once_one_is_given_the_next_and_none_goes_on(
    servers: list[httpx.AsyncClient],
) -> None:
    ada = await _registered(servers[0])
    for _ in range(ROUNDS):
        stolen = await _signed_in(servers[0])
        used = await _used_at_once(servers, stolen["refreshToken"])
        heirs = [each.json() for each in used if each.is_success]
        refused = Counter(each.json()["type"] for each in used if each.status_code == 401)
        after = [await _used(each, heirs[0]["refreshToken"]) for each in servers]
        let_in = [
            (await Someone(each, token).send("GET", "/api/auth/me")).status_code
            for each in servers
            for token in (stolen, heirs[0])
        ]

        assert len(heirs) == 1
        assert refused == {_OVER: AT_ONCE - 1}
        assert [(each.status_code, each.json()["type"]) for each in after] == [(401, _OVER)] * 2
        assert let_in == [401] * 4

    for each in servers:
        sessions = (await Someone(each, ada).send("GET", "/api/auth/sessions")).json()["items"]
        assert [session["current"] for session in sessions] == [True]


async def _registered(client: httpx.AsyncClient) -> Any:
    form = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    return (await client.post("/api/auth/register", json=form)).json()


async def _signed_in(client: httpx.AsyncClient) -> Any:
    body = {"login": "ada", "password": PASSWORD}
    return (await client.post("/api/auth/login", json=body)).json()


async def _used(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post("/api/auth/refresh", json={"refreshToken": token})


async def _used_at_once(clients: list[httpx.AsyncClient], token: str) -> list[httpx.Response]:
    """Use it by every server in turn, all at the same time."""
    answers: list[httpx.Response] = []

    async def use(client: httpx.AsyncClient) -> None:
        answers.append(await _used(client, token))

    async with anyio.create_task_group() as tasks:
        for client in islice(cycle(clients), AT_ONCE):
            tasks.start_soon(use, client)
    return answers
