"""A large file in parts, past the server, broken off twice: nothing is sent twice, little is held.

`--large=4GiB` asks for the largest that is taken; the default is what a quick look allows.
"""

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import anyio
import httpx
import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Connection, S3MultipartUploads
from phantom_app.setting_values import byte_count
from phantom_core.blobs import MultipartId, PartTag, PartToCome, blob_key
from phantom_core.kernel.quantities import ByteCount
from tests.s3.ceph import Ceph
from tests.s3.large import MIB, Gone, leave, piece, watched

KEY: Final = blob_key("audio/01J/large.wav")
PART: Final = 8 * MIB
GROWTH: Final = 64 * MIB


async def pieces(part: PartToCome, broken: Callable[[], None] | None) -> AsyncIterator[bytes]:
    """The bytes of a part, a MiB at a time; something may happen before the last."""
    first = (part.number - 1) * PART // MIB
    for at in range(0, part.size, MIB):
        if broken is not None and at + MIB >= part.size:
            broken()
        yield piece(first + at // MIB)[: part.size - at]


def parts_of(size: int) -> Sequence[PartToCome]:
    return [
        PartToCome(number=number, size=ByteCount(min(PART, size - start)))
        for number, start in enumerate(range(0, size, PART), 1)
    ]


class Sender:
    """Somebody who sends parts by their URLs."""

    def __init__(self, uploads: S3MultipartUploads, upload_id: MultipartId) -> None:
        self._uploads = uploads
        self._upload_id = upload_id
        self.tags: dict[int, str] = {}
        self.sent = 0

    async def send(
        self, parts: Sequence[PartToCome], *, broken: Callable[[], None] | None = None
    ) -> None:
        """Send these, one after the other; amid the last of them something may happen."""
        until = datetime.now(UTC) + timedelta(hours=1)
        requests = await self._uploads.part_urls(KEY, self._upload_id, parts, expires_at=until)
        async with httpx.AsyncClient(timeout=60) as client:
            for part, request in zip(parts, requests, strict=True):
                length = {"Content-Length": str(part.size)}
                body = pieces(part, broken if part is parts[-1] else None)
                answer = await client.put(request.url, content=body, headers=length)
                assert answer.status_code == 200, answer.text
                self.tags[part.number] = answer.headers["etag"]
                self.sent += part.size

    async def missing(self, parts: Sequence[PartToCome]) -> Sequence[PartToCome]:
        """Forget everything, and ask what has come."""
        found = self._uploads.parts(KEY, self._upload_id)
        self.tags = {part.number: part.etag async for part in found}
        return [part for part in parts if part.number not in self.tags]


async def test_a_large_file_goes_on_where_it_was_broken_off(
    pytestconfig: pytest.Config, s3_server: Ceph, connection: S3Connection, store: S3BlobStore
) -> None:
    size = byte_count(pytestconfig.getoption("--large"))
    uploads, parts = S3MultipartUploads(connection), parts_of(size)
    with watched(os.getpid()) as highest:
        sender = Sender(uploads, await uploads.open(KEY, content_type="audio/wav"))
        with pytest.raises(Gone):
            await sender.send(parts[: len(parts) // 3], broken=leave)

        rest = await sender.missing(parts)
        with pytest.raises(httpx.TransportError):
            await sender.send(rest[: len(rest) // 2], broken=s3_server.kill_gateway)
        await anyio.to_thread.run_sync(s3_server.start_gateway)
        await sender.send(await sender.missing(parts))

        tags = [PartTag(number=number, etag=sender.tags[number]) for number in sorted(sender.tags)]
        stat = await uploads.complete(KEY, sender._upload_id, tags)
        digest = hashlib.sha256()
        async for each in store.read(KEY):
            digest.update(each)

    expected = hashlib.sha256()
    for number in range(-(-size // MIB)):
        expected.update(piece(number)[: size - number * MIB])
    print(f"{size // MIB} MiB: {highest.growth / MIB:.0f} MiB more memory at most")  # noqa: T201
    assert (stat.size, digest.digest()) == (size, expected.digest())
    assert sender.sent == size
    assert highest.growth <= GROWTH
