"""Where blobs come in parts."""

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.blobs.blob import BlobStat
from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.multipart import (
    MultipartId,
    OpenMultipart,
    Part,
    PartRequest,
    PartTag,
    PartToCome,
)

__all__ = ["MultipartUploads", "PartIntake"]


class MultipartUploads(Protocol):
    """Lets others send blobs in parts, straight to the store; the other door of a `BlobStore`.

    Every method may raise Unavailable. All may be called by any number of tasks and processes at
    once, and what they answered is never lost.
    """

    async def open(self, key: BlobKey, *, content_type: str) -> MultipartId:
        """Begin a blob that comes in parts; until it is complete, nothing is under its key.

        A key may be opened more than once; at most one of them becomes the blob.

        Raises: BlobExists.
        """
        ...

    async def part_urls(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        parts: Sequence[PartToCome],
        *,
        expires_at: datetime,
    ) -> Sequence[PartRequest]:
        """Make a URL for each of these parts, in their order.

        Each takes a PUT of exactly so many bytes, until it expires. Everything else is refused
        and leaves nothing: more bytes, fewer, another method, anything that is changed in it.

        Raises: SigningUnconfigured.
        """
        ...

    def parts(self, key: BlobKey, upload_id: MultipartId) -> AsyncGenerator[Part, None]:
        """Stream the parts that have come, by number; of a part that came twice, the later.

        Raises: MultipartNotFound, at the first of them.
        """
        ...

    async def complete(
        self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]
    ) -> BlobStat:
        """Make a blob of these parts, in the order of their numbers, and answer what it is.

        It may be repeated, after a failure or because nobody heard the answer: what stands under
        the key is asked for, and answered. A blob that is there is never replaced. Every
        part that has come is to be named, for not every store can leave one out.

        Raises: MultipartNotFound, where there is neither the upload nor the blob; PartsMismatch.
        """
        ...

    async def abort(self, key: BlobKey, upload_id: MultipartId) -> None:
        """Give it up, with all parts that have come; where there is none, nothing happens.

        The blob stays if it is complete.
        """
        ...

    def list_open(self, prefix: str = "") -> AsyncGenerator[OpenMultipart, None]:
        """Stream what is open and has a key that begins with `prefix`, by key.

        What is complete may still be among it if its completion was broken off at the end.
        """
        ...


class PartIntake(Protocol):
    """Takes parts that the application itself receives, for stores that have no URLs."""

    async def put_part(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        part: PartToCome,
        chunks: AsyncIterable[bytes],
    ) -> Part:
        """Keep the bytes of a part, in place of those that came before under its number.

        - No more than a few MiB are held in memory.
        - What `chunks` raises is passed on. After any error what came before stays.

        Raises: MultipartNotFound; PartSizeMismatch, no later than with the chunk that is too much.
        """
        ...
