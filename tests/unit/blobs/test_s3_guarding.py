"""A bucket whose server is away or broken is left alone, and found again when it is well."""

import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Bucket, S3Connection, connection
from phantom_adapters.web.circuit import Circuit, CircuitState
from phantom_core.blobs import blob_key
from phantom_core.kernel import NotFound, Unavailable

KEY: Final = blob_key("audio/one")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class _Handler(BaseHTTPRequestHandler):
    server: "Answering"

    def do_HEAD(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Answering(ThreadingHTTPServer):
    """An S3 server that has nothing, or is broken."""

    daemon_threads = True
    status = 404
    asked = 0


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
async def opened(server: Answering, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[S3Connection]:
    """A connection that tries each request once, and whose breaker has a clock of the test's."""
    monkeypatch.setattr(connection, "_ATTEMPTS", 1)
    endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    bucket = S3Bucket(name="phantom", endpoint=endpoint, access_key="who", secret_key="what")
    opened = S3Connection(bucket)
    opened.circuit = Circuit("The blob store", Clock(), pause=5)
    yield opened
    await opened.close()


async def ask(store: S3BlobStore, error: type[Exception], times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(error):
            await store.stat(KEY)


async def test_a_broken_server_is_left_alone_until_it_is_well(
    server: Answering, opened: S3Connection, tmp_path: Path
) -> None:
    store = S3BlobStore(opened, scratch=tmp_path)
    server.status = 503
    await ask(store, Unavailable, times=8)
    while_broken = server.asked, opened.circuit.state
    server.status = 404
    await ask(store, Unavailable)
    opened.circuit._clock.now = 5  # type: ignore[attr-defined]
    await ask(store, NotFound)

    assert while_broken == (5, CircuitState.OPEN)
    assert (server.asked, opened.circuit.state) == (6, CircuitState.CLOSED)


async def test_a_server_that_is_gone_is_left_alone(
    server: Answering, opened: S3Connection, tmp_path: Path
) -> None:
    server.shutdown()
    server.server_close()
    await ask(S3BlobStore(opened, scratch=tmp_path), Unavailable, times=5)

    assert opened.circuit.state is CircuitState.OPEN


async def test_a_refusal_is_no_failure(opened: S3Connection, tmp_path: Path) -> None:
    await ask(S3BlobStore(opened, scratch=tmp_path), NotFound, times=8)

    assert opened.circuit.state is CircuitState.CLOSED
