"""A server that stalls, dies or comes back is told of in time, and nothing is left half done."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import attrs
import pytest

from phantom_adapters.blobs.s3 import (
    S3BlobStore,
    S3Bucket,
    S3Connection,
    S3Misconfigured,
    S3MultipartUploads,
)
from phantom_core.blobs import BlobNotFound, blob_key
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount
from tests.s3.ceph import SECRET_KEY, Ceph

KEY = blob_key("audio/01J/original.flac")
MIB = 1024 * 1024
LIMIT = ByteCount(64 * MIB)
PATIENCE = timedelta(seconds=1)
# Three attempts of a second each, the waits between them, and what is tidied up; on any machine.
IN_TIME = 60


async def bytes_of(size: int) -> AsyncIterator[bytes]:
    for start in range(0, size, MIB):
        yield bytes(min(MIB, size - start))


@pytest.fixture(autouse=True)
async def _lines_may_break() -> AsyncIterator[None]:
    """Let aiohttp's own tasks end in errors that nobody asks for: it has told us of them before."""
    loop = asyncio.get_running_loop()
    kept = loop.get_exception_handler()
    loop.set_exception_handler(lambda *_: None)
    yield
    gc.collect()
    loop.set_exception_handler(kept)


@pytest.fixture
async def hasty(first_connection: S3Connection, bucket: S3Bucket) -> AsyncIterator[S3Connection]:
    """A connection that waits for no more than a second, for servers that do not answer at all."""
    opened = S3Connection(attrs.evolve(bucket, patience=PATIENCE))
    assert opened.bucket.name == first_connection.bucket.name
    await opened.client()
    yield opened
    await opened.close()


@pytest.fixture
def hasty_store(hasty: S3Connection, tmp_path: Path) -> S3BlobStore:
    return S3BlobStore(hasty, scratch=tmp_path / "scratch")


@pytest.fixture
def halting(s3_server: Ceph) -> Iterator[Ceph]:
    """A server that goes on in any case."""
    yield s3_server
    s3_server.resume_gateway()


@pytest.fixture
def dying(s3_server: Ceph) -> Iterator[Ceph]:
    """A server that runs again in any case."""
    yield s3_server
    s3_server.kill_gateway()
    s3_server.start_gateway()


async def is_clean(connection: S3Connection, store: S3BlobStore) -> bool:
    """Whether there is no blob and no upload."""
    uploads = S3MultipartUploads(connection)
    found = [entry async for entry in store.list()]
    return not found and not [each async for each in uploads.list_open()]


async def test_a_server_that_stalls_is_unavailable_in_time(
    halting: Ceph, hasty_store: S3BlobStore
) -> None:
    halting.halt_gateway()
    with anyio.fail_after(IN_TIME):
        with pytest.raises(Unavailable) as refusal:
            await hasty_store.stat(KEY)
        with pytest.raises(Unavailable):
            await hasty_store.put(KEY, bytes_of(10), limit=LIMIT)

    assert refusal.value.retry_after >= 1


@pytest.mark.parametrize("size", [MIB, 20 * MIB])
async def test_a_put_that_a_stall_breaks_off_can_be_made_again(
    halting: Ceph,
    hasty_store: S3BlobStore,
    connection: S3Connection,
    store: S3BlobStore,
    size: int,
) -> None:
    async def stalling() -> AsyncIterator[bytes]:
        async for piece in bytes_of(size):
            yield piece
        halting.halt_gateway()

    with pytest.raises(Unavailable), anyio.fail_after(2 * IN_TIME):
        await hasty_store.put(KEY, stalling(), limit=LIMIT)
    halting.resume_gateway()
    with anyio.fail_after(IN_TIME):
        # What was on its way is taken or refused now; only then does its key show what holds.
        while not await is_clean(connection, store):
            for each in [each async for each in S3MultipartUploads(connection).list_open()]:
                await S3MultipartUploads(connection).abort(each.key, each.upload_id)
            await store.delete(KEY)
            await anyio.sleep(0.2)

    assert (await store.put(KEY, bytes_of(size), limit=LIMIT)).size == size


@pytest.mark.parametrize("size", [MIB, 20 * MIB])
async def test_a_put_goes_on_where_the_server_is_killed_and_comes_again(
    dying: Ceph, store: S3BlobStore, size: int
) -> None:
    async def dying_on_the_way() -> AsyncIterator[bytes]:
        async for piece in bytes_of(size):
            yield piece
        dying.kill_gateway()
        await anyio.to_thread.run_sync(dying.start_gateway)

    info = await store.put(KEY, dying_on_the_way(), limit=LIMIT)

    assert info.stat == await store.stat(KEY)
    assert info.size == size


async def test_a_server_that_is_gone_is_unavailable_in_time(
    dying: Ceph, connection: S3Connection, store: S3BlobStore
) -> None:
    async def ended() -> AsyncIterator[bytes]:
        async for piece in bytes_of(20 * MIB):
            yield piece
        dying.kill_gateway()

    with anyio.fail_after(IN_TIME), pytest.raises(Unavailable):
        await store.put(KEY, ended(), limit=LIMIT)
    with anyio.fail_after(IN_TIME), pytest.raises(Unavailable):
        _ = [entry async for entry in store.list()]

    await anyio.to_thread.run_sync(dying.start_gateway)
    with pytest.raises(BlobNotFound):
        await store.stat(KEY)
    # More than one where the server was slow to say that it had begun, and was asked again.
    left = {each.key async for each in S3MultipartUploads(connection).list_open()}
    assert left == {KEY}


async def test_reading_goes_on_where_the_line_broke(dying: Ceph, store: S3BlobStore) -> None:
    data = b"".join(number.to_bytes(4, "big") for number in range(4 * MIB))

    async def numbers() -> AsyncIterator[bytes]:
        yield data

    await store.put(KEY, numbers(), limit=LIMIT)
    got, killed = bytearray(), False
    async with aclosing(store.read(KEY)) as pieces:
        async for piece in pieces:
            got += piece
            if not killed:
                dying.kill_gateway()
                await anyio.to_thread.run_sync(dying.start_gateway)
                killed = True

    assert got == data


@pytest.mark.parametrize(
    ("name", "secret", "said"),
    [
        ("nowhere", SECRET_KEY, "there is no such bucket"),
        ("phantom", "another", "the keys do not open it"),
    ],
)
@pytest.mark.usefixtures("connection")
async def test_what_is_wrong_with_a_bucket_is_told(
    bucket: S3Bucket, name: str, secret: str, said: str
) -> None:
    connection = S3Connection(attrs.evolve(bucket, name=name, secret_key=secret))
    with pytest.raises(S3Misconfigured, match=said):
        await connection.check()
    await connection.close()


async def test_what_others_have_put_there_is_passed_over(
    store: S3BlobStore, connection: S3Connection, bucket: S3Bucket
) -> None:
    client = await connection.client()
    for name in ("ours/../not", "-x", "a//b", "ä"):
        await client.put_object(Bucket=bucket.name, Key=bucket.begins(name), Body=b"x")
    await store.put(KEY, bytes_of(1), limit=LIMIT)

    assert [entry.key async for entry in store.list()] == [KEY]


async def test_copies_that_were_left_behind_are_removed_after_a_day(
    store: S3BlobStore, tmp_path: Path
) -> None:

    await store.put(KEY, bytes_of(10), limit=LIMIT)
    async with store.local(KEY) as path:
        now = datetime.now(UTC)
        assert await store.sweep_temporary(now) == 0
        assert await store.sweep_temporary(now + timedelta(days=2)) == 1
        assert not path.exists()

    assert [*(tmp_path / "scratch").iterdir()] == []
