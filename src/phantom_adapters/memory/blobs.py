"""Blobs in memory, for tests and for a world that lives in one process."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio.lowlevel
from anyio import to_thread

from phantom_core.blobs import (
    PIECE_BYTES,
    BlobEntry,
    BlobExists,
    BlobInfo,
    BlobKey,
    BlobNotFound,
    BlobStat,
    BlobStore,
    BlobTooLarge,
    blob_key,
)
from phantom_core.kernel.quantities import ByteCount, to_millisecond

__all__ = ["MemoryBlobStore"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MemoryBlobStore(BlobStore):
    """Keeps blobs in a dictionary, under all the promises of the port."""

    def __init__(self, *, clock: Callable[[], datetime] = _utc_now) -> None:
        """Start empty; `clock` tells when a blob was put."""
        self._blobs: dict[BlobKey, tuple[BlobInfo, bytes]] = {}
        self._clock = clock

    async def put(
        self, key: BlobKey, chunks: AsyncIterable[bytes], *, limit: ByteCount
    ) -> BlobInfo:
        """Keep the bytes under `key`; see the port."""
        self._refuse_existing(blob_key(key))
        data = await _collected(chunks, limit)
        self._refuse_existing(key)
        sha256 = hashlib.sha256(data).hexdigest()
        info = BlobInfo(
            key=key,
            size=ByteCount(len(data)),
            modified_at=to_millisecond(self._clock()),
            etag=f'"{sha256}"',
            sha256=sha256,
        )
        self._blobs[key] = info, data
        return info

    async def stat(self, key: BlobKey) -> BlobStat:
        """Tell what is known of a blob; see the port."""
        await anyio.lowlevel.checkpoint()
        return self._get(key)[0].stat

    async def read(
        self, key: BlobKey, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Stream a part of a blob; see the port."""
        _, data = self._get(key)
        stop = len(data) if length is None else min(len(data), start + length)
        for position in range(start, stop, PIECE_BYTES):
            await anyio.lowlevel.checkpoint()
            yield data[position : min(position + PIECE_BYTES, stop)]

    async def delete(self, key: BlobKey) -> None:
        """Forget a blob; see the port."""
        await anyio.lowlevel.checkpoint()
        self._blobs.pop(blob_key(key), None)

    async def list(self, prefix: str = "") -> AsyncGenerator[BlobEntry, None]:
        """Stream the listing as it stands at its start; see the port."""
        for key, (info, _) in sorted(self._blobs.items(), key=lambda item: item[0]):
            if key.startswith(prefix):
                yield BlobEntry(key=key, size=info.size, modified_at=info.modified_at)
        await anyio.lowlevel.checkpoint()

    @asynccontextmanager
    async def local(self, key: BlobKey) -> AsyncIterator[Path]:
        """Lend a temporary copy; see the port."""
        info, data = self._get(key)
        folder = await to_thread.run_sync(TemporaryDirectory)
        try:
            path = Path(folder.name) / info.sha256
            await to_thread.run_sync(path.write_bytes, data)
            yield path
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(folder.cleanup)

    def _refuse_existing(self, key: BlobKey) -> None:
        if key in self._blobs:
            raise BlobExists(key)

    def _get(self, key: BlobKey) -> tuple[BlobInfo, bytes]:
        try:
            return self._blobs[blob_key(key)]
        except KeyError:
            raise BlobNotFound(key) from None


async def _collected(chunks: AsyncIterable[bytes], limit: ByteCount) -> bytes:
    collected = bytearray()
    async for chunk in chunks:
        if len(collected) + len(chunk) > limit:
            raise BlobTooLarge(limit)
        collected += chunk
    return bytes(collected)
