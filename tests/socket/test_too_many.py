"""More connections than there are files for: they are refused, and those who are in are not."""

import asyncio
import re
import resource
import subprocess
import sys
from contextlib import suppress

import pytest
from websockets.exceptions import InvalidStatus

from phantom_app.http.uvicorn_requests import request_protocol
from phantom_app.open_files import connections_within, expect_room
from phantom_app.settings import BadSetting
from tests.socket.server import served, sign_in

RAISES = """
import resource
from phantom_app.open_files import raise_open_files
print(raise_open_files(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def ask(line: Line, path: str = "/nowhere") -> str:
    """What is answered, in small letters; nothing is there in this world."""
    reader, writer = line
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    found = re.search(r"content-length: (\d+)", head)
    assert found is not None
    return head + (await reader.readexactly(int(found[1]))).decode().lower()


async def hang_up(line: Line) -> None:
    """Go."""
    line[1].close()
    with suppress(OSError):
        await line[1].wait_closed()


async def test_one_connection_too_many_is_told_to_come_later_and_others_are_served() -> None:
    async with served(http=request_protocol(2, 4)) as server, server.visit() as client:
        assert (await sign_in(client))["ok"]
        kept = await asyncio.open_connection("127.0.0.1", server.port)
        first = await ask(kept)
        late = await asyncio.open_connection("127.0.0.1", server.port)
        refused = await ask(late)
        rest = await late[0].read()
        with pytest.raises(InvalidStatus) as closed:
            async with server.visit():
                pass
        again = await ask(kept)
        watching = await asyncio.open_connection("127.0.0.1", server.port)
        alive = await ask(watching, "/health/live")
        await client.send('{"id": "p", "type": "ping", "data": {"t0": 1}}')
        pong = await client.recv()
        for line in (kept, late, watching):
            await hang_up(line)
        async with server.visit() as next_one:
            welcome = await sign_in(next_one, "bob")

    assert first.startswith("http/1.1 404")
    assert refused.startswith("http/1.1 503")
    assert "\r\nretry-after: 5\r\n" in refused
    assert "too many are connected to this server." in refused
    assert rest == b""
    assert closed.value.response.status_code == 503
    assert again.startswith("http/1.1 404")
    assert alive.startswith("http/1.1 404")
    assert '"ok":true' in str(pong)
    assert welcome["ok"]


async def test_whoever_connects_and_says_nothing_takes_no_file_away_from_others() -> None:
    async with served(http=request_protocol(4, 8)) as server:
        mute = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(12)]
        cut_off = [line[0] for line in mute[6:]]
        ends = [await _end(reader) for reader in cut_off]
        kept = await ask(mute[0])
        for line in mute:
            await hang_up(line)

    assert ends == [b""] * 6
    assert kept.startswith("http/1.1 404")


async def _end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("files", [256, 1024, 4096, 65_536, 2**20])
def test_connections_leave_files_for_what_else_a_server_does(files: int) -> None:
    left = files - connections_within(files)

    assert min(files // 2, 256) <= left <= files // 2


@pytest.mark.parametrize(("files", "connections"), [(129, 1), (200, 72), (255, 127), (256, 128)])
def test_of_few_files_a_servers_own_are_taken_first(files: int, connections: int) -> None:
    expect_room(files)

    assert connections_within(files) == connections


@pytest.mark.parametrize("files", [0, 64, 128])
def test_a_server_that_has_files_for_itself_alone_does_not_start(files: int) -> None:
    with pytest.raises(BadSetting, match=f"ulimit -n: a process may have {files} files open"):
        expect_room(files)


def test_a_server_has_as_many_files_open_as_it_may() -> None:
    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 512))

    ran = subprocess.run(
        [sys.executable, "-c", RAISES],
        preexec_fn=narrow,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.split() == ["512", "512", "512"]
