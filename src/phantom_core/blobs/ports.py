"""Where blobs are kept, and the URLs by which others reach them."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from phantom_core.blobs.blob import BlobEntry, BlobInfo, BlobStat
from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.quantities import ByteCount

__all__ = ["PIECE_BYTES", "BlobLinks", "BlobStore"]

PIECE_BYTES: Final = 1024 * 1024
"""The most that `BlobStore.read` yields at once."""


class BlobStore(Protocol):
    """Keeps immutable bytes under keys. A blob is there whole or not at all.

    Every method may raise Unavailable when the store does not answer or has no room. Methods
    may be called by any number of tasks at once, and by several processes.
    """

    async def put(
        self, key: BlobKey, chunks: AsyncIterable[bytes], *, limit: ByteCount
    ) -> BlobInfo:
        """Keep the bytes that `chunks` yields, and answer what they are.

        - They are hashed while they stream; no more than a few MiB are held in memory.
        - Readers see nothing until all is kept durably, and then everything.
        - A key is used once: of several puts exactly one wins, and the others raise BlobExists,
          perhaps before they read anything. What is there is never changed.
        - More than `limit` bytes raise BlobTooLarge, no later than with the chunk that goes
          beyond it.
        - What `chunks` raises is passed on as it is. After any error, and after a cancellation
          that came before the last step, nothing is left under the key.

        Raises: BlobExists, BlobTooLarge.
        """
        ...

    async def stat(self, key: BlobKey) -> BlobStat:
        """Tell what is known of a blob: the same as `put` did, but for its hash.

        Raises: BlobNotFound.
        """
        ...

    def read(
        self, key: BlobKey, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Stream the bytes from `start` on, `length` of them or all that follow.

        - What lies past the end is left out, as in slicing; neither number is negative.
        - No piece is empty or larger than `PIECE_BYTES`; how they are cut is the store's affair.
        - Nothing is held open after the generator ends or is closed; close it (`aclosing`) when
          you stop early.
        - A blob that is deleted meanwhile is read to its end, or ends in BlobNotFound; the
          bytes that were yielded are right.

        Raises: BlobNotFound, at the first piece.
        """
        ...

    async def delete(self, key: BlobKey) -> None:
        """Forget a blob. Where there is none, nothing happens; the key may then be put again."""
        ...

    def list(self, prefix: str = "") -> AsyncGenerator[BlobEntry, None]:
        """Stream the blobs whose keys begin with `prefix`, in the order of their code points.

        Any text is a prefix; it need not end at a segment. What is put or deleted meanwhile may
        be in it or not; everything else is there once.
        """
        ...

    def local(self, key: BlobKey) -> AbstractAsyncContextManager[Path]:
        """Lend a file with the blob's bytes, for libraries that read nothing but files.

        It is only to be read, may have any name, and is not to be used after the context.

        Raises: BlobNotFound, on entering.
        """
        ...


class BlobLinks(Protocol):
    """Makes URLs by which a blob can be read without further permission (GET and HEAD)."""

    async def url(
        self,
        key: BlobKey,
        *,
        expires_at: datetime,
        content_type: str,
        file_name: str | None = None,
        inline: bool = False,
        reader: str | None = None,
    ) -> str:
        """Make a URL that reads this one blob until `expires_at`.

        - The same is asked for with the same URL, so that caches work.
        - Where the application itself serves it, it is told for which `reader` it was made.
        - The blob is told to be of `content_type`, is called `file_name`, and is shown in place
          only if `inline` and its type are harmless (`Presentation`).
        - Whether the blob exists is not asked.

        Raises: Invalid, SigningUnconfigured.
        """
        ...
