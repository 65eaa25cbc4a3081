"""A server that goes lets go of connections without cutting off who is just asking."""

import asyncio

import pytest

from phantom_app.http import uvicorn_requests
from phantom_app.http.uvicorn_requests import let_go, request_protocol
from tests.socket.server import Served, served
from tests.socket.test_too_many import Line, ask, hang_up
from tests.unit.live.stage import until

LONG = 3600


async def connected(server: Served) -> Line:
    """Connect, and be known to the server."""
    count = len(server.server.server_state.connections)
    line = await asyncio.open_connection("127.0.0.1", server.port)
    await until(lambda: len(server.server.server_state.connections) > count)
    return line


async def test_who_was_kept_goes_after_the_next_answer_and_nobody_else_is_waited_for() -> None:
    goes = asyncio.Event()
    http = request_protocol(9, 18, goes.is_set)
    async with served(http=http, timeout_keep_alive=LONG) as server:
        kept = await connected(server)
        first = await ask(kept)
        goes.set()
        going = asyncio.create_task(let_go(server.server.server_state.connections, within=LONG))
        await asyncio.sleep(0)
        later = await connected(server)
        last, rest = await ask(kept), await kept[0].read()
        await going
        for line in (kept, later):
            await hang_up(line)

    assert "\r\nconnection: close" not in first
    assert "\r\nconnection: close" in last
    assert rest == b""


async def test_who_stays_is_not_waited_for_without_end() -> None:
    async with served(http=request_protocol(9, 18), timeout_keep_alive=LONG) as server:
        kept = await connected(server)
        await ask(kept)
        await let_go(server.server.server_state.connections, within=0.1)
        again = await ask(kept)
        await hang_up(kept)

    assert again.startswith("http/1.1 404")


async def test_who_has_just_connected_may_still_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_requests, "_LITTLE_PATIENCE", LONG)
    async with served(http=request_protocol(9, 18), timeout_keep_alive=LONG) as server:
        line = await connected(server)
        (connection,) = server.server.server_state.connections
        connection.shutdown()
        answer = await ask(line)
        await hang_up(line)

    assert answer.startswith("http/1.1 404")
