"""A real S3 server, a bucket of the test's own, and what adapters need to reach it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import anyio
import attrs
import httpx
import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Bucket, S3Connection
from tests.crash.server import Server
from tests.s3.ceph import Ceph
from tests.s3.reaching import bucket_of, settings_for

_NUMBERS: Final = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let it be said how large a large file is."""
    parser.addoption("--large", default="160MiB", help="the size of the large file: 4GiB")


@pytest.fixture
def now() -> datetime:
    """The time; the server has its own clock, which is this one."""
    return datetime.now(UTC)


@pytest.fixture
def bucket(s3_server: Ceph) -> S3Bucket:
    """The part of a bucket below a prefix, which one test has for itself."""
    return attrs.evolve(bucket_of(s3_server), prefix=f"run/{next(_NUMBERS)}")


@pytest.fixture
def connection(bucket: S3Bucket, first_connection: S3Connection) -> S3Connection:
    """A connection to the test's own part of the bucket."""
    connection = S3Connection(bucket)
    connection._opened = first_connection._opened
    return connection


@pytest.fixture
def store(connection: S3Connection, tmp_path: Path) -> S3BlobStore:
    """A store that is empty."""
    return S3BlobStore(connection, scratch=tmp_path / "scratch")


@pytest.fixture
async def stranger() -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without credentials."""
    async with httpx.AsyncClient(timeout=60) as client:
        yield client


@pytest.fixture
def settings(bucket: S3Bucket) -> dict[str, str]:
    """What tells a server to keep its files there."""
    return {
        **settings_for(bucket),
        "PHANTOM_SWEEP_GRACE": "1",
        "PHANTOM_TEST_EAR": "real",
    }


@pytest.fixture
async def server(
    connection: S3Connection, tmp_path: Path, settings: dict[str, str]
) -> AsyncIterator[Server]:
    """A server with its worker, which answers."""
    assert connection.bucket.prefix
    running = Server(tmp_path / "data", **settings)
    (tmp_path / "data").mkdir()
    running.start()
    with anyio.fail_after(60):
        await running.ready()
    yield running
    running.kill()


@pytest.fixture
async def ada(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has registered, and lets her recordings be analysed."""
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        who = {"username": "ada", "email": "ada@example.org", "password": "never the same twice"}
        answer = await client.post("/api/auth/register", json=who)
        client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        consent = {"purpose": "audio_analysis", "granted": True}
        assert (await client.put("/api/users/me/consents", json=consent)).status_code == 204
        yield client
