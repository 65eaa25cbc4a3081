"""The socket over a real server and a real network, with somebody else's client."""

import asyncio
import json
import socket
from contextlib import suppress

import anyio
import anyio.to_thread
import attrs
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from phantom_adapters.transport import HubSettings, Pace
from phantom_app.socket import CloseCode, SocketSettings
from tests.socket.server import hear, served, sign_in
from tests.socket.stage import ADA, of, progress
from tests.unit.live.stage import until

PING = b"\x89\xfd" + bytes(4) + bytes(125)
"""A frame of RFC 6455 that asks for as long an answer."""

CLOSE = b"\x88\x82" + bytes(4) + (1000).to_bytes(2, "big")
FLOOD = 500


@pytest.mark.parametrize("lend", [True, False], ids=["uvicorn's wire", "plain asgi"])
async def test_what_was_missed_comes_before_what_happens(*, lend: bool) -> None:
    async with served(lend=lend) as server, server.visit() as client:
        await server.world.tell(*(progress(ADA) for _ in range(3)))
        welcome = await sign_in(client)
        frame = {"id": "j", "type": "session.join", "topic": of(ADA), "data": {"since": 1}}
        await client.send(json.dumps(frame))
        answer = json.loads(await client.recv())
        missed = await hear(client, 2)
        await server.world.tell(progress(ADA))
        live = await hear(client, 1)

    assert welcome["data"]["userId"] == ADA.user_id
    assert answer["data"]["seq"] == 3
    assert [event["seq"] for event in missed + live] == [2, 3, 4]


@pytest.mark.parametrize("lend", [True, False], ids=["uvicorn's wire", "plain asgi"])
@pytest.mark.parametrize("size", [10, 200, 70_000])
async def test_what_is_told_arrives_as_it_was_told_whatever_its_length(
    size: int, *, lend: bool
) -> None:
    async with served(lend=lend) as server, server.visit(max_size=None) as client:
        await sign_in(client)
        await server.world.tell(attrs.evolve(progress(ADA), stage="ü" * size))
        (told,) = await hear(client, 1)

    assert told["data"]["stage"] == "ü" * size


async def test_a_token_may_come_as_a_subprotocol() -> None:
    async with (
        served() as server,
        server.visit(subprotocols=["phantom", "phantom.bearer.ada"]) as client,
    ):
        welcome = json.loads(await client.recv())

    assert client.subprotocol == "phantom"
    assert welcome["ok"]


async def test_a_page_of_somebody_else_is_refused_before_it_is_connected(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with served() as server:
        with pytest.raises(InvalidStatus) as refused:
            async with server.visit(origin="https://evil.example"):
                pass

    answer = refused.value.response
    assert answer.status_code == 403
    assert not [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert "PHANTOM_ALLOWED_ORIGINS" in json.loads(answer.body or b"{}")["detail"]


async def test_a_page_of_our_own_is_welcome() -> None:
    async with served() as server:
        own = f"http://127.0.0.1:{server.port}"
        async with server.visit(origin=own) as client:
            assert (await sign_in(client))["ok"]


async def test_a_request_that_is_no_socket_is_refused() -> None:
    async with served() as server:
        reader, writer = await anyio_connect(server.port)
        writer.sendall(b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        status = await anyio.to_thread.run_sync(reader.recv, 100)
        writer.close()

    assert status.startswith((b"HTTP/1.1 400", b"HTTP/1.1 405"))


async def anyio_connect(port: int) -> tuple[socket.socket, socket.socket]:
    """A plain connection."""
    plain = await anyio.to_thread.run_sync(socket.create_connection, ("127.0.0.1", port))
    return plain, plain


async def test_the_codes_reach_the_client() -> None:
    settings = SocketSettings(auth_within=0.05)
    async with served(settings=settings) as server, server.visit() as silent:
        with pytest.raises(ConnectionClosed) as closed:
            await silent.recv()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.NOT_AUTHENTICATED


async def test_a_server_that_stops_says_so_to_everybody() -> None:
    async with served() as server, server.visit() as client:
        await sign_in(client)
        server.server.should_exit = True
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.RESTARTING


@pytest.mark.parametrize("lend", [True, False], ids=["uvicorn's wire", "plain asgi"])
async def test_who_reads_nothing_is_let_go_and_the_others_hear_everything(*, lend: bool) -> None:
    hub = HubSettings(pace=Pace(per_reader=0), patience=2, outbox_bytes=64 * 1024)
    settings = SocketSettings(farewell=0.1, linger=0.1)
    large = attrs.evolve(progress(ADA), stage="x" * 30_000)
    async with served(lend=lend, hub=hub, settings=settings) as server, server.visit() as brisk:
        await sign_in(brisk)
        deaf = await stubborn(server.port)
        await until(lambda: len(server.world.hub.readers) == 2)
        with anyio.fail_after(30):
            told = 0
            while len(server.world.hub.readers) == 2:
                await server.world.tell(large)
                told += 1
                assert (await hear(brisk, 1))[0]["seq"] == told
        deaf.close()


async def test_who_sends_pings_and_reads_nothing_makes_the_server_keep_little() -> None:
    async with served() as server:
        deaf = await stubborn(server.port)
        await until(lambda: server.world.hub.readers)
        (protocol,) = server.server.server_state.connections
        await flood(deaf, PING, CLOSE)
        await until(lambda: not server.world.hub.readers)
        kept = protocol.transport.get_write_buffer_size()
        deaf.close()

    # What one read brings (256 KiB at the most) is answered before the loop sees that it waits.
    assert kept < 512 * 1024


async def test_a_server_can_stop_while_somebody_says_goodbye() -> None:
    async with served() as server:
        leaver = await stubborn(server.port)
        await until(lambda: server.world.hub.readers)
        (protocol,) = server.server.server_state.connections
        protocol.data_received(CLOSE)
        protocol.shutdown()
        await until(lambda: not server.world.hub.readers)
        leaver.close()


async def test_who_answers_no_ping_is_gone_even_if_they_read_nothing() -> None:
    async with served(ws_ping_interval=1, ws_ping_timeout=1) as server:
        deaf = await stubborn(server.port)
        await until(lambda: server.world.hub.readers)
        await flood(deaf, PING)
        await until(lambda: not server.world.hub.readers)
        await until(lambda: not server.server.server_state.connections)
        deaf.close()


async def test_who_says_goodbye_is_gone_even_if_they_read_nothing() -> None:
    settings = SocketSettings(linger=0.1)
    async with served(settings=settings) as server:
        deaf = await stubborn(server.port)
        await until(lambda: server.world.hub.readers)
        await flood(deaf, PING, CLOSE)
        await until(lambda: not server.server.server_state.connections)
        deaf.close()


async def flood(plain: socket.socket, frame: bytes, last: bytes = b"") -> None:
    """Ask for more answers than the two machines keep for a reader, and read none."""
    loop = asyncio.get_running_loop()
    for _ in range(FLOOD):
        await loop.sock_sendall(plain, frame * 100)
    await loop.sock_sendall(plain, last)


async def stubborn(port: int) -> socket.socket:
    """A client that signs in and then reads nothing."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.settimeout(0)
    with suppress(BlockingIOError):
        plain.connect(("127.0.0.1", port))
    await anyio.wait_writable(plain)
    plain.send(
        b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Protocol: phantom.bearer.ada\r\n\r\n"
    )
    return plain


async def test_who_asks_for_compression_is_served_by_the_protocol_itself() -> None:
    async with served(compress=True) as server, server.visit(compression="deflate") as client:
        await sign_in(client)
        await server.world.tell(attrs.evolve(progress(ADA), stage="x" * 10_000))
        (told,) = await hear(client, 1)

    assert told["data"]["stage"] == "x" * 10_000
