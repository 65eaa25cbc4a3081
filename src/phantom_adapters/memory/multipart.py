"""Blobs that come in parts, in memory."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import anyio.lowlevel
import attrs

from phantom_adapters.blobs.signed_parts import SignedPartUrls
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import (
    BlobExists,
    BlobKey,
    BlobNotFound,
    BlobStat,
    MultipartId,
    MultipartNotFound,
    MultipartUploads,
    OpenMultipart,
    Part,
    PartIntake,
    PartRequest,
    PartSizeMismatch,
    PartTag,
    PartToCome,
    blob_key,
    expect_parts,
)
from phantom_core.kernel.quantities import ByteCount, to_millisecond

__all__ = ["MemoryMultipartUploads"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@attrs.define
class _Open:
    key: BlobKey
    started_at: datetime
    parts: dict[int, tuple[Part, bytes]] = attrs.field(factory=dict)


class MemoryMultipartUploads(MultipartUploads, PartIntake):
    """Keeps parts in a dictionary, and completes them into a store in memory."""

    def __init__(
        self,
        store: MemoryBlobStore,
        urls: SignedPartUrls,
        *,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Start empty.

        Args:
            store: where complete blobs go.
            urls: signs the URLs by which parts come.
            clock: tells when one was opened.
        """
        self._store = store
        self._urls = urls
        self._clock = clock
        self._open: dict[MultipartId, _Open] = {}

    async def open(self, key: BlobKey, *, content_type: str) -> MultipartId:  # noqa: ARG002 - kept by stores that serve blobs themselves
        """Begin a blob; see the port."""
        if await self._stat(key) is not None:
            raise BlobExists(key)
        upload_id = MultipartId(uuid4().hex)
        self._open[upload_id] = _Open(key, to_millisecond(self._clock()))
        return upload_id

    async def part_urls(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        parts: Sequence[PartToCome],
        *,
        expires_at: datetime,
    ) -> Sequence[PartRequest]:
        """Sign a URL for each part; see the port."""
        return await self._urls.of(key, upload_id, parts, expires_at)

    async def parts(self, key: BlobKey, upload_id: MultipartId) -> AsyncGenerator[Part, None]:
        """Stream the parts that have come; see the port."""
        await anyio.lowlevel.checkpoint()
        for _, (part, _) in sorted(self._find(key, upload_id).parts.items()):
            yield part

    async def complete(
        self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]
    ) -> BlobStat:
        """Make a blob of the parts; see the port."""
        there = await self._stat(key)
        if there is None:
            there = await self._join(key, upload_id, parts)
        self._open.pop(upload_id, None)
        return there

    async def abort(self, key: BlobKey, upload_id: MultipartId) -> None:
        """Give it up; see the port."""
        await anyio.lowlevel.checkpoint()
        if (found := self._open.get(upload_id)) is not None and found.key == key:
            del self._open[upload_id]

    async def list_open(self, prefix: str = "") -> AsyncGenerator[OpenMultipart, None]:
        """Stream what is open; see the port."""
        await anyio.lowlevel.checkpoint()
        for key, upload_id in sorted((open_.key, name) for name, open_ in self._open.items()):
            if key.startswith(prefix) and (found := self._open.get(upload_id)) is not None:
                yield OpenMultipart(key=key, upload_id=upload_id, started_at=found.started_at)

    async def put_part(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        part: PartToCome,
        chunks: AsyncIterable[bytes],
    ) -> Part:
        """Keep a part; see the port."""
        self._find(key, upload_id)
        data = bytearray()
        async for chunk in chunks:
            data += chunk
            if len(data) > part.size:
                break
        if len(data) != part.size:
            raise PartSizeMismatch(part.size)
        tag = f'"{hashlib.sha256(data).hexdigest()}"'
        come = Part(number=part.number, size=part.size, etag=tag)
        self._find(key, upload_id).parts[part.number] = come, bytes(data)
        return come

    async def _join(
        self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]
    ) -> BlobStat:
        come = self._find(key, upload_id).parts
        found = expect_parts(parts, [part for part, _ in come.values()])
        whole = [come[part.number][1] for part in found]
        # Somebody else may complete it at the same time.
        with suppress(BlobExists):
            await self._store.put(key, _each(whole), limit=ByteCount(sum(map(len, whole))))
        return await self._store.stat(key)

    async def _stat(self, key: BlobKey) -> BlobStat | None:
        try:
            return await self._store.stat(blob_key(key))
        except BlobNotFound:
            return None

    def _find(self, key: BlobKey, upload_id: MultipartId) -> _Open:
        found = self._open.get(upload_id)
        if found is None or found.key != key:
            raise MultipartNotFound(upload_id)
        return found


async def _each(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
