"""Bytes on their way to a bucket: cut into parts, and hashed, without holding more than a few."""

import base64
import hashlib
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from typing import Any, Final

import attrs
from anyio import to_thread

from phantom_adapters.blobs.s3.sending import Body, sent
from phantom_core.blobs import BlobTooLarge
from phantom_core.blobs.multipart import MOST_PARTS
from phantom_core.kernel.quantities import ByteCount

__all__ = ["PARTS_AT_ONCE", "Cut", "Cutting", "part_size"]

PARTS_AT_ONCE: Final = 3
"""How many parts of one blob are under way at a time."""

_PART_BYTES: Final = 8 * 1024 * 1024
_SMALL_BYTES: Final = 256 * 1024


def part_size(limit: ByteCount) -> int:
    """How large parts must be for `limit` bytes to fit into as many as a blob may have."""
    return max(_PART_BYTES, -(-limit // MOST_PARTS))


@attrs.frozen(kw_only=True)
class Cut:
    """One part.

    Attributes:
        number: its place, from 1.
        last: whether it is shorter than a part, so that no other follows.
        md5: of its bytes, in base 64, as `Content-MD5` tells it.
    """

    number: int
    data: bytes = attrs.field(repr=False)
    last: bool
    md5: str

    async def sent(self, operation: Callable[..., Any], patience: float, **asked: Any) -> Any:
        """Send it by this operation of the client; a server that gets other bytes refuses them.

        A few bytes go at once. Of more the server is asked first whether it wants them, and they
        are sent a piece at a time.
        """
        if len(self.data) <= _SMALL_BYTES:
            return await operation(**asked, Body=self.data, ContentMD5=self.md5)
        body = Body(self.data)
        return await sent(operation(**asked, Body=body, ContentMD5=self.md5), body, patience)


class Cutting:
    """A stream that is cut into parts, and what they hash to together."""

    def __init__(self, chunks: AsyncIterable[bytes], limit: ByteCount) -> None:
        self._chunks = chunks
        self._limit = limit
        self._size = part_size(limit)
        self._hash = hashlib.sha256()
        self.total = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what has been cut, in lower-case hexadecimal."""
        return self._hash.hexdigest()

    async def parts(self) -> AsyncGenerator[Cut, None]:
        """Cut into parts of one size, and one that is shorter, perhaps empty, at the end.

        Raises: BlobTooLarge.
        """
        held, number = bytearray(), 1
        async for chunk in self._chunks:
            self.total += len(chunk)
            if self.total > self._limit:
                raise BlobTooLarge(self._limit)
            held += chunk
            while len(held) >= self._size:
                yield await self._cut(number, bytes(held[: self._size]), last=False)
                del held[: self._size]
                number += 1
        yield await self._cut(number, bytes(held), last=True)

    async def _cut(self, number: int, data: bytes, *, last: bool) -> Cut:
        md5 = await to_thread.run_sync(self._hashed, data)
        return Cut(number=number, data=data, last=last, md5=md5)

    def _hashed(self, data: bytes) -> str:
        self._hash.update(data)
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        return base64.b64encode(digest).decode()
