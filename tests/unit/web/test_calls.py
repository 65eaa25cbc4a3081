"""Calls go where operators have said, and nowhere else, whatever the service answers.

Two servers stand on this machine: one answers, the other is where no call may arrive.
"""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Bucket, S3Connection, S3Misconfigured
from phantom_adapters.web.calls import Patience, WebCalls
from phantom_core.blobs import blob_key
from phantom_core.kernel import Unavailable

METADATA_SERVICES: Final = (
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
)


class Trap:
    """A port that listens, and knows whether anybody has come."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self.port: int = listening.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/secret"

    @property
    def was_called(self) -> bool:
        try:
            self._listening.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def trap() -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield Trap(listening)


@contextmanager
def redirecting(status: int, headers: dict[str, str]) -> Iterator[str]:
    """A server that sends everybody elsewhere."""

    class Redirect(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = do_POST = do_PUT = _answer  # noqa: N815 - as the library calls them

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Redirect)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Calling = Callable[[str], WebCalls]


@pytest.fixture
async def calling() -> AsyncIterator[Calling]:
    made: list[WebCalls] = []

    def make(place: str) -> WebCalls:
        made.append(WebCalls("The service", within=[place], patience=Patience(attempts=1)))
        return made[-1]

    yield make
    for calls in made:
        await calls.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer_and_is_not_followed(
    trap: Trap, calling: Calling, status: int
) -> None:
    with redirecting(status, {"Location": trap.url}) as place:
        answer = await calling(place).call("GET", place)

    assert answer.status == status
    assert not trap.was_called


async def test_another_port_of_the_same_host_is_another_place(trap: Trap, calling: Calling) -> None:
    calls = calling("http://127.0.0.1:1/v1")

    with pytest.raises(Unavailable, match="another host"):
        await calls.call("GET", trap.url)

    assert not trap.was_called


@pytest.mark.parametrize(
    "address",
    [
        *METADATA_SERVICES,
        "https://service.example@evil.example/v1",
        "https://service.example.evil.example/v1",
        "http://service.example/v1",
        "https://127.0.0.1/v1",
        "https://[::1]/v1",
        "https://2130706433/v1",
        "file:///etc/passwd",
        "//evil.example/v1",
        "/v1",
        "https://service.example:444/v1",
        "https://[broken/v1",
    ],
)
async def test_only_the_place_that_was_named_is_called(calling: Calling, address: str) -> None:
    calls = calling("https://service.example/v1")

    with pytest.raises(Unavailable, match="another host"):
        await calls.call("GET", address)


async def test_who_was_named_is_called(trap: Trap, calling: Calling) -> None:
    with redirecting(204, {}) as place, pytest.raises(Unavailable, match="no JSON object"):
        await calling(f"{place}/v1").call("GET", f"{place}/other")

    assert not trap.was_called


@pytest.mark.parametrize(
    ("status", "headers"),
    [(301, {"x-amz-bucket-region": "eu-west-1"}), (307, {}), (302, {}), (400, {})],
)
async def test_a_bucket_sends_nobody_elsewhere(
    trap: Trap, status: int, headers: dict[str, str], tmp_path: Path, monkeypatch: Any
) -> None:
    # Neither this machine's configuration nor its metadata service has a say in it.
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with redirecting(status, {"Location": trap.url, **headers}) as place:
        bucket = S3Bucket(name="music", endpoint=place, access_key="key", secret_key="secret")
        connection = S3Connection(bucket)
        store = S3BlobStore(connection, scratch=tmp_path)
        try:
            with pytest.raises((Unavailable, S3Misconfigured)):
                await store.stat(blob_key("audio/one"))
        finally:
            await connection.close()

    assert not trap.was_called
