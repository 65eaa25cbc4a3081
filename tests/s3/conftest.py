"""A real S3 server, a bucket of the test's own, and what adapters need to reach it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import anyio
import attrs
import httpx
import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Bucket, S3Connection
from tests.conftest import IN_CI
from tests.crash.server import Server
from tests.s3.ceph import ACCESS_KEY, PROGRAMS, SECRET_KEY, Ceph, ceph, missing

_NUMBERS: Final = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let it be said how large a large file is."""
    parser.addoption("--large", default="160MiB", help="the size of the large file: 4GiB")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Ceph]:
    """Run Ceph's gateway for this process."""
    if absent := missing():
        reason = f"Of Ceph's {', '.join(PROGRAMS)} there is no {', '.join(absent)} here."
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    with ceph() as server:
        yield server


@pytest.fixture
def now() -> datetime:
    """The time; the server has its own clock, which is this one."""
    return datetime.now(UTC)


@pytest.fixture
def bucket(s3_server: Ceph) -> S3Bucket:
    """The part of a bucket below a prefix, which one test has for itself."""
    return attrs.evolve(_bucket(s3_server), prefix=f"run/{next(_NUMBERS)}")


def _bucket(server: Ceph) -> S3Bucket:
    return S3Bucket(
        name="phantom",
        endpoint=server.url,
        access_key=ACCESS_KEY,
        secret_key=SECRET_KEY,
        patience=timedelta(seconds=10),
    )


@pytest.fixture(scope="session")
async def first_connection(s3_server: Ceph) -> AsyncIterator[S3Connection]:
    """A client that all tests share, and the bucket made: either takes a second."""
    opened = S3Connection(_bucket(s3_server))
    await (await opened.client()).create_bucket(Bucket=opened.bucket.name)
    yield opened
    await opened.close()


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
    assert bucket.endpoint is not None
    assert bucket.access_key is not None
    assert bucket.secret_key is not None
    return {
        "PHANTOM_BLOB_URL": f"s3://{bucket.name}/{bucket.prefix}",
        "PHANTOM_S3_ENDPOINT": bucket.endpoint,
        "PHANTOM_S3_ACCESS_KEY": bucket.access_key,
        "PHANTOM_S3_SECRET_KEY": bucket.secret_key,
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
