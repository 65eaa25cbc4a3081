"""A database that stops and starts again beneath a server which is in use.

Callers see success or 503, and soon; what is sent again under its key has one effect; and whoever
listens on a socket goes on listening.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.to_thread
import attrs
import httpx
import psycopg
from websockets.asyncio.client import ClientConnection, connect

from tests.crash.server import Server
from tests.postgres_server import PostgresServer, postgres

_STOPS: Final = (
    ("fast", "short"),
    ("immediate", "short"),
    ("immediate", "long"),
    ("fast", "short"),
    ("immediate", "short"),
)
_SHORT: Final = 1.0
_CALLERS: Final = 8
_BOUND: Final = 60.0
_REGISTRATION: Final = {"password": "a long enough secret"}


@attrs.define
class Caller:
    """Reports somebody again and again, each time until it is acknowledged.

    Attributes:
        acknowledged: the reasons of all reports that were.
        refusals: how often the answer was 503.
    """

    name: str
    about: str
    headers: dict[str, str]
    acknowledged: list[str] = attrs.field(factory=list)
    refusals: int = 0
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
        answer = await client.post("/api/reports", json=body, headers=headers)
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
                await _stop_and_start(database, callers)
                for caller in callers:
                    caller.over = True
            followed = await client.put(f"/api/users/{about}/follow", headers=headers)
            assert followed.status_code == 204
            await _hear(socket, "follow.started")
            assert (await client.get("/health/ready")).status_code == 200
    return callers


async def _stop_and_start(database: PostgresServer, callers: Sequence[Caller]) -> None:
    """Stop it in good order or by a crash, for less and for more than the server's patience.

    Before, between and after, each caller is acknowledged something. The long stop ends once each
    has been refused something in it: whoever was not answered would keep it going for ever.
    """
    for mode, length in _STOPS:
        await _each_has_more(callers, lambda caller: len(caller.acknowledged))
        await anyio.to_thread.run_sync(partial(database.stop, mode))
        if length == "long":
            await _each_has_more(callers, lambda caller: caller.refusals)
        else:
            await anyio.sleep(_SHORT)
        await anyio.to_thread.run_sync(database.start)
    await _each_has_more(callers, lambda caller: len(caller.acknowledged))


async def _each_has_more(callers: Sequence[Caller], count: Callable[[Caller], int]) -> None:
    """Wait until something that is counted has happened to each of them."""
    waiting = {caller.name: count(caller) for caller in callers}
    while any(count(caller) == waiting[caller.name] for caller in callers):  # noqa: ASYNC110
        await anyio.sleep(0.05)


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
