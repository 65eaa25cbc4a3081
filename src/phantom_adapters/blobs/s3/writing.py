"""Putting a blob: one request if it is small, parts beside each other if it is not.

Whether a put has succeeded is decided by asking the bucket, for an answer may be lost on its way
and a request may be sent twice. Each put therefore leaves a mark of its own on its object.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager, suppress
from typing import Any, Final
from uuid import uuid4

import anyio

from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.objects import S3Objects, stat_of
from phantom_adapters.blobs.s3.parts import PARTS_AT_ONCE, Cut, Cutting
from phantom_adapters.blobs.s3.refusals import EXISTS, NO_UPLOAD, is_refused, translated
from phantom_core.blobs import BlobExists, BlobInfo, BlobKey, BlobNotFound
from phantom_core.kernel.errors import PhantomError, Unavailable

__all__ = ["Writing"]

_MARK: Final = "phantom-put"
_TIDYING_SECONDS: Final = 10
_OCTETS: Final = "application/octet-stream"


class Writing:
    """One put of one key."""

    def __init__(self, connection: S3Connection, key: BlobKey) -> None:
        self._connection = connection
        self._objects = S3Objects(connection)
        self._key = key
        self._named = self._objects.named(key)
        self._patience = connection.bucket.patience.total_seconds()
        self._mark = uuid4().hex
        self._kept = {"ContentType": _OCTETS, "Metadata": {_MARK: self._mark}}

    async def put(self, cutting: Cutting) -> BlobInfo:
        """Send everything, and answer what there is now. Raises: BlobExists."""
        await self._refuse_existing()
        async with aclosing(cutting.parts()) as parts:
            first = await anext(parts)
            if first.last:
                await self._decided(self._send_whole, first)
            else:
                await self._send_parts(first, parts)
        return await self._proven(cutting)

    async def _proven(self, cutting: Cutting) -> BlobInfo:
        found = await self._found()
        if found is None or found["Metadata"].get(_MARK) != self._mark:
            raise BlobExists(self._key)
        stat = stat_of(self._key, found)
        if stat.size != cutting.total:
            # There are servers that keep the framing of a checksum in the object.
            await self._objects.delete(self._key)
            raise Unavailable("The blob store has kept other bytes than were sent.")
        return BlobInfo(
            key=stat.key,
            size=stat.size,
            modified_at=stat.modified_at,
            etag=stat.etag,
            sha256=cutting.sha256,
        )

    async def _refuse_existing(self) -> None:
        if await self._found() is not None:
            raise BlobExists(self._key)

    async def _found(self) -> Mapping[str, Any] | None:
        try:
            return await self._objects.head(self._key)
        except BlobNotFound:
            return None

    async def _decided(self, last_step: Any, *args: Any) -> None:
        """Take the step that makes the blob, and find out whether it was taken."""
        try:
            await last_step(*args)
        except PhantomError:
            if not await self._is_ours():
                raise
        except BaseException:
            await self._tidy(self._take_back)
            raise

    async def _is_ours(self) -> bool:
        with anyio.move_on_after(_TIDYING_SECONDS):
            try:
                found = await self._found()
            except Unavailable:
                return False
            return found is not None and found["Metadata"].get(_MARK) == self._mark
        return False

    async def _take_back(self) -> None:
        if await self._is_ours():
            await self._objects.delete(self._key)

    async def _tidy(self, work: Any, *args: Any) -> None:
        with (
            anyio.move_on_after(_TIDYING_SECONDS, shield=True),
            suppress(PhantomError),
        ):
            await work(*args)

    async def _send_whole(self, part: Cut) -> None:
        with self._exclusive():
            client = await self._connection.client()
            asked = {**self._named, **self._kept, "IfNoneMatch": "*"}
            await part.sent(client.put_object, self._patience, **asked)

    async def _send_parts(self, first: Cut, rest: AsyncGenerator[Cut, None]) -> None:
        upload = await self._open()
        try:
            tags = await self._all_parts(upload, first, rest)
            await self._refuse_existing()
            await self._decided(self._complete, upload, tags)
        except BaseException:
            await self._tidy(self._abort, upload)
            raise

    async def _open(self) -> str:
        # Broken off here, it would leave an upload that nobody knows of.
        with anyio.CancelScope(shield=True), translated():
            client = await self._connection.client()
            opened = await client.create_multipart_upload(**self._named, **self._kept)
        upload: str = opened["UploadId"]
        return upload

    async def _all_parts(
        self, upload: str, first: Cut, rest: AsyncGenerator[Cut, None]
    ) -> Mapping[int, str]:
        """Send parts as they come, a few at a time; answer their tags.

        Errors are carried out of the task group by hand, for what the source raises is passed on
        as it is.
        """
        tags: dict[int, str] = {}
        failures: list[Exception] = []
        slots = anyio.Semaphore(PARTS_AT_ONCE)

        async def send(part: Cut) -> None:
            try:
                tags[part.number] = await self._send_part(upload, part)
            except PhantomError as error:
                failures.append(error)
                tasks.cancel_scope.cancel()
            finally:
                slots.release()

        async with anyio.create_task_group() as tasks:
            try:
                async for part in _chained(first, rest):
                    await slots.acquire()
                    tasks.start_soon(send, part)
            except Exception as error:  # noqa: BLE001 - whatever the source raises is passed on
                failures.append(error)
                tasks.cancel_scope.cancel()
        if failures:
            raise failures[0]
        return tags

    async def _send_part(self, upload: str, part: Cut) -> str:
        with translated():
            client = await self._connection.client()
            asked = {**self._named, "UploadId": upload, "PartNumber": part.number}
            answer = await part.sent(client.upload_part, self._patience, **asked)
        tag: str = answer["ETag"]
        return tag

    async def _complete(self, upload: str, tags: Mapping[int, str]) -> None:
        parts = [{"PartNumber": number, "ETag": tags[number]} for number in sorted(tags)]
        with self._exclusive():
            client = await self._connection.client()
            await client.complete_multipart_upload(
                **self._named,
                UploadId=upload,
                MultipartUpload={"Parts": parts},
                IfNoneMatch="*",
            )

    async def _abort(self, upload: str) -> None:
        with translated():
            client = await self._connection.client()
            try:
                await client.abort_multipart_upload(**self._named, UploadId=upload)
            except Exception as error:
                if not is_refused(error, NO_UPLOAD):
                    raise

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with translated():
            try:
                yield
            except Exception as error:
                if is_refused(error, EXISTS):
                    raise BlobExists(self._key) from error
                raise


async def _chained(first: Cut, rest: AsyncGenerator[Cut, None]) -> AsyncGenerator[Cut, None]:
    yield first
    async for part in rest:
        if part.data:
            yield part
