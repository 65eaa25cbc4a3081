"""What is streamed is never held: the server grows little by a recording of 200 MB."""

import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

import anyio
import httpx
import psutil
import pytest

from tests.crash.server import Server
from tests.http.test_audio import FORM

_MIB: Final = 1024 * 1024
_SIZE: Final = 200 * _MIB
_MOST_GROWTH: Final = 64 * _MIB
_PIECE: Final = bytes(_MIB)
_HEAD: Final = (
    b'--limit\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    + struct.pack("<4sI4s", b"RIFF", _SIZE + 36, b"WAVE")
    + struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, 48_000, 192_000, 4, 16)
    + struct.pack("<4sI", b"data", _SIZE)
)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server of its own, whose decoder is a process of its own too."""
    server = Server(tmp_path / "data", "--no-worker", PHANTOM_TEST_EAR="real")
    server.start()
    try:
        await server.ready()
        yield server
    finally:
        server.kill()


async def _form() -> AsyncIterator[bytes]:
    """An hour of silence, as a form."""
    yield _HEAD
    for _ in range(_SIZE // len(_PIECE)):
        yield _PIECE
    yield b"\r\n--limit--\r\n"


async def _growth(server: Server, act: Callable[[], Awaitable[None]]) -> int:
    """By how many bytes the server is larger at the most while something is done."""
    process = psutil.Process(server.pid)
    before: int = process.memory_info().rss
    most = before

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, process.memory_info().rss)
            await anyio.sleep(0.01)

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        await act()
        group.cancel_scope.cancel()
    return most - before


async def test_neither_an_upload_nor_a_download_is_held_in_memory(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        user = {"email": "ada@example.org", "username": "ada", "password": "a long enough secret"}
        told = (await client.post("/api/auth/register", json=user)).json()
        client.headers["Authorization"] = f"Bearer {told['accessToken']}"
        received = 0

        async def upload() -> None:
            headers = {"Content-Type": FORM}
            answer = await client.post("/api/audio", content=_form(), headers=headers)
            assert answer.status_code == 201, answer.text

        async def download() -> None:
            nonlocal received
            (file,) = (await client.get("/api/audio")).json()["items"]
            link = (await client.get(f"/api/audio/{file['id']}/download")).json()["url"]
            async with client.stream("GET", link) as answer:
                async for piece in answer.aiter_bytes():
                    received += len(piece)

        assert await _growth(server, upload) < _MOST_GROWTH
        assert await _growth(server, download) < _MOST_GROWTH
        assert received == _SIZE + 44
