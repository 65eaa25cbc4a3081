"""Blobs that come in parts, in a directory of this machine."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

import anyio

from phantom_adapters.blobs.directory import on_thread, pour
from phantom_adapters.blobs.part_tree import PartTree
from phantom_adapters.blobs.signed_parts import SignedPartUrls
from phantom_adapters.blobs.tree import BlobTree
from phantom_core.blobs import (
    BlobKey,
    BlobStat,
    BlobTooLarge,
    MultipartId,
    MultipartUploads,
    OpenMultipart,
    Part,
    PartIntake,
    PartRequest,
    PartSizeMismatch,
    PartTag,
    PartToCome,
)

__all__ = ["DirectoryMultipartUploads"]


class DirectoryMultipartUploads(MultipartUploads, PartIntake):
    """Keeps parts beside the blobs of a `DirectoryBlobStore` of the same root.

    Several processes may share the directory if it is on one machine's file system. The tag of a
    part is its SHA-256. While a blob is made whole it takes its room twice, for as long as it is
    copied.
    """

    def __init__(self, root: Path, urls: SignedPartUrls) -> None:
        """Make the directory ready.

        Args:
            root: where the blobs are.
            urls: signs the URLs by which parts come.
        """
        self._tree = PartTree(root, BlobTree(root))
        self._urls = urls

    async def open(self, key: BlobKey, *, content_type: str) -> MultipartId:  # noqa: ARG002 - kept by stores that serve blobs themselves
        """Begin a blob; see the port."""
        return await on_thread(self._tree.open, key)

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
        for part in await on_thread(self._tree.parts, key, upload_id):
            yield part

    async def complete(
        self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]
    ) -> BlobStat:
        """Make a blob of the parts; see the port."""
        return await on_thread(self._tree.complete, key, upload_id, parts)

    async def abort(self, key: BlobKey, upload_id: MultipartId) -> None:
        """Give it up; see the port."""
        await on_thread(self._tree.abort, key, upload_id)

    async def list_open(self, prefix: str = "") -> AsyncGenerator[OpenMultipart, None]:
        """Stream what is open; see the port."""
        for found in await on_thread(self._tree.list_open, prefix):
            yield found

    async def put_part(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        part: PartToCome,
        chunks: AsyncIterable[bytes],
    ) -> Part:
        """Keep a part; see the port."""
        draft = await on_thread(self._tree.begin, key, upload_id)
        try:
            await pour(_exactly(chunks, part), draft, part.size)
            return await on_thread(self._tree.land, draft, key, upload_id, part)
        except BlobTooLarge as error:
            raise PartSizeMismatch(part.size) from error
        finally:
            with anyio.CancelScope(shield=True):
                await on_thread(draft.discard)


async def _exactly(chunks: AsyncIterable[bytes], part: PartToCome) -> AsyncIterator[bytes]:
    """Pass the bytes of a part on. Raises: PartSizeMismatch, if they end too early."""
    total = 0
    async for chunk in chunks:
        total += len(chunk)
        yield chunk
    if total < part.size:
        raise PartSizeMismatch(part.size)
