"""A signed URL opens what it was signed for, to its end, and nothing else: the server is asked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import attrs
import httpx
import pytest

from phantom_adapters.blobs.s3 import S3BlobLinks, S3BlobStore, S3Bucket, S3Connection
from phantom_core.blobs import blob_key
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount

KEY = blob_key("audio/01J/original.flac")
BYTES = b"fLaC and what follows"


@pytest.fixture
async def url(store: S3BlobStore, connection: S3Connection) -> str:
    """A URL that reads a blob for five minutes."""

    async def chunks() -> AsyncIterator[bytes]:
        yield BYTES

    await store.put(KEY, chunks(), limit=ByteCount(100))
    return await link(connection)


async def link(connection: S3Connection, life: timedelta = timedelta(minutes=5)) -> str:
    return await S3BlobLinks(connection).url(
        KEY,
        expires_at=datetime.now(UTC) + life,
        content_type="audio/flac",
        file_name="Żar.flac",
        inline=True,
    )


async def test_the_whole_and_its_parts_are_read(url: str, stranger: httpx.AsyncClient) -> None:
    whole = await stranger.get(url)
    part = await stranger.get(url, headers={"Range": "bytes=5-7"})
    end = await stranger.get(url, headers={"Range": "bytes=-7"})
    beyond = await stranger.get(url, headers={"Range": "bytes=100-"})
    known = await stranger.get(url, headers={"If-None-Match": whole.headers["etag"]})

    assert whole.content == BYTES
    assert whole.headers["cache-control"] == "private"
    assert (part.status_code, part.content) == (206, BYTES[5:8])
    assert (end.status_code, end.content) == (206, BYTES[-7:])
    assert (beyond.status_code, known.status_code) == (416, 304)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "HEAD"])
async def test_another_method_is_refused(
    url: str, stranger: httpx.AsyncClient, store: S3BlobStore, method: str
) -> None:
    answer = await stranger.request(method, url, content=b"" if method == "HEAD" else b"other")

    assert 400 <= answer.status_code < 500
    assert (await store.stat(KEY)).size == len(BYTES)


async def test_every_part_of_it_counts(url: str, stranger: httpx.AsyncClient) -> None:
    address, _, query = url.partition("?")
    pairs = query.split("&")
    changed = {
        f"{address}?{'&'.join([*pairs[:at], *other, *pairs[at + 1 :]])}"
        for at in range(len(pairs))
        for other in ([_other(pairs[at])], [])
    }
    added = {
        f"{url}&response-content-type=text%2Fhtml",
        f"{url}&response-content-encoding=gzip",
        f"{url}&versionId=1",
        address,
    }
    opened = {each: (await stranger.get(each)).status_code for each in changed | added}

    assert {each for each, status in opened.items() if not 400 <= status < 500} == set()


async def test_it_ends_at_its_end(
    url: str, connection: S3Connection, stranger: httpx.AsyncClient
) -> None:
    past = await link(connection, timedelta(seconds=-1))

    assert (await stranger.get(url)).status_code == 200
    assert (await stranger.get(past)).status_code == 403


async def test_it_lives_for_days_if_it_should(
    url: str, connection: S3Connection, stranger: httpx.AsyncClient
) -> None:
    long = await link(connection, timedelta(days=6, hours=23))

    assert urlsplit(long).path == urlsplit(url).path
    assert (await stranger.get(long)).content == BYTES


async def test_who_has_another_secret_opens_nothing(
    url: str, bucket: S3Bucket, stranger: httpx.AsyncClient
) -> None:
    other = S3Connection(attrs.evolve(bucket, secret_key="another-secret"))
    try:
        forged = await link(other)
        with pytest.raises(Unavailable):
            _ = [entry async for entry in S3BlobStore(other, scratch=None).list()]  # type: ignore[arg-type]
    finally:
        await other.close()

    assert forged.partition("?")[0] == url.partition("?")[0]
    assert (await stranger.get(forged)).status_code == 403


def _other(pair: str) -> str:
    """A parameter with another value of the same kind."""
    name, _, value = pair.partition("=")
    return f"{name}={value[:-1]}{'1' if value[-1:] != '1' else '2'}"
