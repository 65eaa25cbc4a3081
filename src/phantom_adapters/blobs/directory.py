"""Blobs in a directory of this machine."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar, TypeVarTuple, Unpack

import anyio
from anyio import to_thread

from phantom_adapters.blobs.draft import Draft
from phantom_adapters.blobs.tree import BlobTree
from phantom_core.blobs import (
    PIECE_BYTES,
    BlobEntry,
    BlobInfo,
    BlobKey,
    BlobStat,
    BlobStore,
    BlobTooLarge,
)
from phantom_core.blobs.remains import Remnant
from phantom_core.blobs.remains_ports import StoreRemains
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount

__all__ = ["DirectoryBlobStore", "on_thread", "pour"]

_BATCH_BYTES: Final = 1024 * 1024
_READ_BYTES: Final = PIECE_BYTES
_PAGE: Final = 1000
_DAY: Final = timedelta(days=1)

_R = TypeVar("_R")
_Args = TypeVarTuple("_Args")


class DirectoryBlobStore(BlobStore, StoreRemains):
    """Keeps each blob in a file below `root`, which is made if it is not there.

    Several processes may share the directory if it is on one machine's file system. All file
    work is done on threads, in batches of about a megabyte.
    """

    def __init__(self, root: Path, *, temporary_grace: timedelta = _DAY) -> None:
        """Make the directory ready.

        Args:
            root: where the blobs are; nothing else should be there.
            temporary_grace: how long an upload may stand still before a sweep forgets it.
        """
        self._tree = BlobTree(root)
        self._grace = temporary_grace

    async def put(
        self, key: BlobKey, chunks: AsyncIterable[bytes], *, limit: ByteCount
    ) -> BlobInfo:
        """Keep the bytes under `key`; see the port."""
        draft = await on_thread(self._tree.begin, key)
        try:
            await pour(chunks, draft, limit)
            return await on_thread(self._tree.keep, draft, key)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await on_thread(draft.discard)
            raise

    async def stat(self, key: BlobKey) -> BlobStat:
        """Tell what is known of a blob; see the port."""
        return (await on_thread(self._tree.info, key)).stat

    async def read(
        self, key: BlobKey, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Stream a part of a blob; see the port."""
        reading, piece = await on_thread(self._tree.open, key, start, length, _READ_BYTES)
        try:
            while piece:
                yield piece
                piece = b"" if reading.ended else await on_thread(reading.take, _READ_BYTES)
        finally:
            if not reading.ended:
                with anyio.CancelScope(shield=True):
                    await on_thread(reading.close)

    async def delete(self, key: BlobKey) -> None:
        """Forget a blob; see the port."""
        await on_thread(self._tree.remove, key)

    async def list(self, prefix: str = "") -> AsyncGenerator[BlobEntry, None]:
        """Stream the listing; see the port."""
        entries = self._tree.walk(prefix)
        while page := await on_thread(_take, entries):
            for entry in page:
                yield entry

    @asynccontextmanager
    async def local(self, key: BlobKey) -> AsyncIterator[Path]:
        """Lend the blob's own file; see the port. A deletion takes it away at once."""
        yield await on_thread(self._tree.path, key)

    def place(self, info: BlobStat) -> str:
        """Tell where below the root a blob's file is, for a web server that reads it there.

        Args:
            info: what `stat` told of it: its tag is the name of its file.
        """
        return self._tree.place(info)

    async def remains(self, now: datetime) -> AsyncGenerator[Remnant, None]:
        """Stream what is no blob; see the port."""
        found = self._tree.lying_about(now - self._grace)
        while page := await on_thread(_take, found):
            for remnant in page:
                yield remnant

    async def sweep_temporary(self, now: datetime) -> int:
        """Remove what crashed uploads and deletions left behind longer ago than the grace.

        Returns:
            How many leftovers were removed.
        """
        return await on_thread(self._tree.sweep, now - self._grace)


async def pour(chunks: AsyncIterable[bytes], draft: Draft, limit: ByteCount) -> None:
    """Write the chunks a batch at a time: one hop to a thread for each is what costs."""
    total, held = 0, 0
    batch: list[bytes] = []
    async for chunk in chunks:
        total, held = total + len(chunk), held + len(chunk)
        if total > limit:
            raise BlobTooLarge(limit)
        batch.append(chunk)
        if held >= _BATCH_BYTES:
            await on_thread(draft.write, batch)
            held, batch = 0, []
    if held:
        await on_thread(draft.write, batch)


def _take(entries: Iterator[_R]) -> list[_R]:
    return list(islice(entries, _PAGE))


async def on_thread(work: Callable[[Unpack[_Args]], _R], *args: *_Args) -> _R:
    """Do the work of a file system on a thread. Raises: Unavailable, where that fails."""
    try:
        return await to_thread.run_sync(work, *args)
    except OSError as error:
        raise Unavailable(f"The blob store failed: {error.strerror}.") from error
