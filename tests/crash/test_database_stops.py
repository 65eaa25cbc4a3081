"""A database that stops and starts again beneath a server which is in use.

Callers see success or 503, and soon; what is sent again under its key has one effect; and whoever
listens on a socket goes on listening.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Final

import anyio
import anyio.to_thread
import attrs
import httpx
import psycopg
from websockets.asyncio.client import ClientConnection, connect

from tests.crash.server import Server
from tests.postgres_server import PostgresServer, postgres

_STOPS: Final = (("fast", 1), ("immediate", 1), ("immediate", 10), ("fast", 1), ("immediate", 1))
_CALLERS: Final = 8
_BOUND: Final = 20.0
_REGISTRATION: Final = {"password": "a long enough secret"}


@attrs.define
class Caller:
    """Reports somebody again and again, each time until it is acknowledged.

    Attributes:
        acknowledged: the reasons of all reports that were.
        refusals: how often the answer was 503.
        slowest: how many seconds an answer took at most.
    """

    name: str
    about: str
    headers: dict[str, str]
    acknowledged: list[str] = attrs.field(factory=list)
    refusals: int = 0
    slowest: float = 0.0
    over: bool = False
    _unsure: bool = False

    async def live(self, client: httpx.AsyncClient) -> None:
        """Go on until told that it is over."""
        while not self.over or self._unsure:
            reason = f"{self.name}, {len(self.acknowledged)}"
            if await self._report(client, reason):
                self.acknowledged.append(reason)

    async def _report(self, client: httpx.AsyncClient, reason: str) -> bool:
        """Send a report under a key of its own, and say whether it was acknowledged."""
        body = {"kind": "user", "id": self.about, "reason": reason}
        headers = {**self.headers, "Idempotency-Key": reason}
        begun = monotonic()
        answer = await client.post("/api/reports", json=body, headers=headers)
        self.slowest = max(self.slowest, monotonic() - begun)
        assert answer.status_code in {201, 503}, answer.text
        self._unsure = answer.status_code == 503
        if self._unsure:
            assert int(answer.headers["Retry-After"]) >= 1
            self.refusals += 1
        return not self._unsure


async def test_a_database_that_stops_costs_callers_a_while_and_nothing_else(
    tmp_path: Path,
) -> None:
    with postgres(durable=True) as database:
        url = database.url(database.create_database())
        server = Server(tmp_path / "data", PHANTOM_DATABASE_URL=url)
        server.start()
        try:
            await server.ready()
            callers = await _live_through_stops(server, database)
            found = _reasons(url)
        finally:
            server.kill()

    acknowledged = [reason for caller in callers for reason in caller.acknowledged]
    assert found == Counter(acknowledged)
    assert set(found.values()) == {1}
    assert min(len(caller.acknowledged) for caller in callers) > len(_STOPS)
    assert min(caller.refusals for caller in callers) > 0
    assert max(caller.slowest for caller in callers) < _BOUND


async def _live_through_stops(server: Server, database: PostgresServer) -> list[Caller]:
    """Have people write and listen while the database stops and starts."""
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        ada, bob = await _register(client, "ada"), await _register(client, "bob")
        async with _listening(server, ada["accessToken"]) as socket:
            headers = {"Authorization": f"Bearer {bob['accessToken']}"}
            about = ada["user"]["id"]
            callers = [Caller(f"caller {n}", about, headers) for n in range(_CALLERS)]
            async with anyio.create_task_group() as group:
                for caller in callers:
                    group.start_soon(caller.live, client)
                await _stop_and_start(database)
                for caller in callers:
                    caller.over = True
            followed = await client.put(f"/api/users/{about}/follow", headers=headers)
            assert followed.status_code == 204
            await _hear(socket, "follow.started")
            assert (await client.get("/health/ready")).status_code == 200
    return callers


async def _stop_and_start(database: PostgresServer) -> None:
    """Stop it in good order or by a crash, for less and for more than the server's patience."""
    for mode, seconds in _STOPS:
        await anyio.sleep(0.5)
        await anyio.to_thread.run_sync(partial(database.stop, mode))
        await anyio.sleep(seconds)
        await anyio.to_thread.run_sync(database.start)
    await anyio.sleep(0.5)


async def _register(client: httpx.AsyncClient, name: str) -> Any:
    body = {**_REGISTRATION, "username": name, "email": f"{name}@example.org"}
    return (await client.post("/api/auth/register", json=body)).json()


@asynccontextmanager
async def _listening(server: Server, token: str) -> AsyncIterator[ClientConnection]:
    """A socket that is signed in, and so has joined its person's own topic."""
    address = server.url.replace("http", "ws", 1) + "/ws"
    async with connect(address, proxy=None) as socket:
        await socket.send(json.dumps({"type": "auth", "token": token}))
        assert json.loads(await socket.recv())["ok"]
        yield socket


async def _hear(socket: ClientConnection, kind: str) -> None:
    """Wait until something of a kind is told."""
    heard: list[Any] = []
    with anyio.fail_after(_BOUND):
        while kind not in [each.get("type") for each in heard]:
            told = json.loads(await socket.recv())
            heard = told if isinstance(told, list) else [told]


def _reasons(url: str) -> Counter[str]:
    """How many reports the database holds, by reason."""
    with psycopg.connect(url) as connection:
        return Counter(row[0] for row in connection.execute("SELECT reason FROM abuse_reports"))
