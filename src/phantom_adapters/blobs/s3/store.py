"""Blobs in a bucket."""

import shutil
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, TypeVar, TypeVarTuple, Unpack

import anyio
from anyio import to_thread

from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.objects import S3Objects, stat_of
from phantom_adapters.blobs.s3.parts import Cutting
from phantom_adapters.blobs.s3.refusals import translated
from phantom_adapters.blobs.s3.writing import Writing
from phantom_core.blobs import BlobEntry, BlobInfo, BlobKey, BlobStat, BlobStore
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import EPOCH, ByteCount

__all__ = ["S3BlobStore"]

_DAY: Final = timedelta(days=1)
_PREFIX: Final = "lent-"

_R = TypeVar("_R")
_Args = TypeVarTuple("_Args")


class S3BlobStore(BlobStore):
    """Keeps each blob in an object of one bucket; any number of processes may share it.

    The bucket is asked for nothing but what it must be: its own listing pages, its own MD5 check of
    every part, and that an object is not replaced (`If-None-Match`). A server that ignores the last
    is asked before a put and after it, which leaves a race only between two puts of one key.
    """

    def __init__(self, connection: S3Connection, *, scratch: Path) -> None:
        """Keep where the blobs are.

        Args:
            connection: to the bucket.
            scratch: a folder of this machine for copies of what is lent; made when needed.
        """
        self._connection = connection
        self._objects = S3Objects(connection)
        self._scratch = scratch

    async def put(
        self, key: BlobKey, chunks: AsyncIterable[bytes], *, limit: ByteCount
    ) -> BlobInfo:
        """Keep the bytes under `key`; see the port."""
        return await Writing(self._connection, key).put(Cutting(chunks, limit))

    async def stat(self, key: BlobKey) -> BlobStat:
        """Tell what is known of a blob; see the port."""
        return stat_of(key, await self._objects.head(key))

    async def read(
        self, key: BlobKey, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Stream a part of a blob; see the port."""
        async with aclosing(self._objects.read(key, start, length)) as pieces:
            async for piece in pieces:
                yield piece

    async def delete(self, key: BlobKey) -> None:
        """Forget a blob; see the port."""
        await self._objects.delete(key)

    async def list(self, prefix: str = "") -> AsyncGenerator[BlobEntry, None]:
        """Stream the listing; see the port."""
        bucket = self._connection.bucket
        if not bucket.may_begin(prefix):
            return
        asked = {"Bucket": bucket.name, "Prefix": bucket.begins(prefix)}
        while True:
            with translated():
                page = await (await self._connection.client()).list_objects_v2(**asked)
            for found in page.get("Contents", ()):
                if (key := bucket.key_of(found["Key"])) is not None:
                    yield _entry(key, found)
            if not page["IsTruncated"]:
                return
            asked["ContinuationToken"] = page["NextContinuationToken"]

    @asynccontextmanager
    async def local(self, key: BlobKey) -> AsyncIterator[Path]:
        """Lend a copy that is streamed down; see the port."""
        await self.stat(key)
        folder = await _on_thread(_make_folder, self._scratch)
        try:
            path = folder / "blob"
            await self._copy(key, path)
            yield path
        finally:
            with anyio.CancelScope(shield=True):
                await _on_thread(_remove, folder)

    async def sweep_temporary(self, now: datetime) -> int:
        """Remove copies that processes which were killed have left behind more than a day ago.

        Returns:
            How many were removed.
        """
        return await _on_thread(_sweep, self._scratch, now - _DAY)

    async def _copy(self, key: BlobKey, path: Path) -> None:
        file = await _on_thread(FileIO, path, "x")
        try:
            async with aclosing(self.read(key)) as pieces:
                async for piece in pieces:
                    await _on_thread(_write, file, piece)
        finally:
            file.close()


def _entry(key: BlobKey, found: Mapping[str, Any]) -> BlobEntry:
    modified_at = found["LastModified"].astimezone(UTC).replace(microsecond=0)
    return BlobEntry(key=key, size=ByteCount(found["Size"]), modified_at=modified_at)


def _make_folder(scratch: Path) -> Path:
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(mkdtemp(prefix=_PREFIX, dir=scratch))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _write(file: FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


def _sweep(scratch: Path, before: datetime) -> int:
    stale = [folder for folder in scratch.glob(f"{_PREFIX}*") if _made_at(folder) < before]
    for folder in stale:
        _remove(folder)
    return len(stale)


def _made_at(folder: Path) -> datetime:
    try:
        return EPOCH + timedelta(seconds=folder.lstat().st_mtime)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


async def _on_thread(work: Callable[[Unpack[_Args]], _R], *args: *_Args) -> _R:
    try:
        return await to_thread.run_sync(work, *args)
    except OSError as error:
        raise Unavailable(f"A copy of a blob cannot be kept: {error.strerror}.") from error
