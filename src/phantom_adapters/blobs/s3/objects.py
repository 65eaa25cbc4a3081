"""Single objects: what is known of one, and reading one."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import UTC
from typing import Any, Final

from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.refusals import NO_OBJECT, is_refused, translated
from phantom_core.blobs import PIECE_BYTES, BlobKey, BlobNotFound, BlobStat
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount

__all__ = ["S3Objects", "stat_of"]

_BEYOND: Final = 2**53
_NOTHING_THERE: Final = frozenset({"416", "InvalidRange"})
_ATTEMPTS: Final = 3


def stat_of(key: BlobKey, answer: Mapping[str, Any]) -> BlobStat:
    """Read the answer to a HEAD. HTTP tells times to the second, and so do we everywhere."""
    tag = answer["ETag"].strip('"')
    return BlobStat(
        key=key,
        size=ByteCount(answer["ContentLength"]),
        modified_at=answer["LastModified"].astimezone(UTC).replace(microsecond=0),
        etag=f'"{tag}"',
    )


class S3Objects:
    """The objects of one bucket, by the keys of their blobs."""

    def __init__(self, connection: S3Connection) -> None:
        self._connection = connection
        self._bucket = connection.bucket

    def named(self, key: BlobKey) -> Mapping[str, str]:
        """The arguments by which an object is named. Raises: Invalid."""
        return {"Bucket": self._bucket.name, "Key": self._bucket.object_name(key)}

    async def head(self, key: BlobKey) -> Mapping[str, Any]:
        """Ask for everything but the bytes. Raises: BlobNotFound."""
        named = self.named(key)
        with translated():
            client = await self._connection.client()
            try:
                answer: Mapping[str, Any] = await client.head_object(**named)
            except Exception as error:
                if is_refused(error, NO_OBJECT):
                    raise BlobNotFound(key) from error
                raise
            return answer

    async def delete(self, key: BlobKey) -> None:
        """Delete an object; where there is none, nothing happens."""
        named = self.named(key)
        with translated():
            await (await self._connection.client()).delete_object(**named)

    async def read(
        self, key: BlobKey, start: int, length: int | None
    ) -> AsyncGenerator[bytes, None]:
        """Stream from `start` on, and go on where the line broke. Raises: BlobNotFound."""
        position, stop = min(start, _BEYOND), _BEYOND if length is None else start + length
        begun, broken, ended = position, 0, False
        while not ended:
            try:
                async with aclosing(self._stream(key, position, min(stop, _BEYOND))) as pieces:
                    async for piece in pieces:
                        position, broken = position + len(piece), 0
                        yield piece
                ended = True
            except Unavailable:
                # Only what had begun is worth going on with: the client itself has tried before.
                broken += 1
                if position == begun or broken == _ATTEMPTS:
                    raise

    async def _stream(self, key: BlobKey, start: int, stop: int) -> AsyncGenerator[bytes, None]:
        if start >= stop:
            await self.head(key)
            return
        asked = {} if (start, stop) == (0, _BEYOND) else {"Range": f"bytes={start}-{stop - 1}"}
        with translated():
            body = await self._body(key, asked)
            if body is None:
                return
            try:
                while piece := await body.read(PIECE_BYTES):
                    yield piece
            finally:
                body.close()

    async def _body(self, key: BlobKey, asked: Mapping[str, str]) -> Any:
        """Open the object; None where it ends before the range begins."""
        named = self.named(key)
        client = await self._connection.client()
        try:
            return (await client.get_object(**named, **asked))["Body"]
        except Exception as error:
            if is_refused(error, NO_OBJECT):
                raise BlobNotFound(key) from error
            if is_refused(error, _NOTHING_THERE):
                return None
            raise
