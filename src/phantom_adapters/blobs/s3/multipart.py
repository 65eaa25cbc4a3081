"""Blobs that others send in parts, straight to the bucket."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from anyio import to_thread

from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.objects import S3Objects, stat_of
from phantom_adapters.blobs.s3.refusals import EXISTS, NO_UPLOAD, is_refused, translated
from phantom_adapters.blobs.s3.signing import (
    Credentials,
    SignedRequest,
    signed_at,
    signed_url,
)
from phantom_core.blobs import BlobExists, BlobKey, BlobNotFound, BlobStat
from phantom_core.blobs.multipart import (
    MultipartId,
    MultipartNotFound,
    OpenMultipart,
    Part,
    PartRequest,
    PartsMismatch,
    PartTag,
    PartToCome,
    expect_parts,
)
from phantom_core.blobs.multipart_ports import MultipartUploads
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.quantities import ByteCount

__all__ = ["S3MultipartUploads"]

_MISMATCHES: Final = frozenset({"InvalidPart", "InvalidPartOrder", "EntityTooSmall"})


def _utc_now() -> datetime:
    return datetime.now(UTC)


class S3MultipartUploads(MultipartUploads):
    """Multipart uploads of S3, with a signed URL for each part.

    The size of a part is signed with its URL: the bucket takes exactly so many bytes.
    """

    def __init__(
        self, connection: S3Connection, *, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._connection = connection
        self._objects = S3Objects(connection)
        self._clock = clock

    async def open(self, key: BlobKey, *, content_type: str) -> MultipartId:
        """Begin a multipart upload; see the port."""
        if await self._found(key) is not None:
            raise BlobExists(key)
        with translated():
            opened = await (await self._client()).create_multipart_upload(
                **self._objects.named(key), ContentType=content_type
            )
        return MultipartId(opened["UploadId"])

    async def part_urls(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        parts: Sequence[PartToCome],
        *,
        expires_at: datetime,
    ) -> Sequence[PartRequest]:
        """Sign a URL for each of these parts; see the port. Ten thousand take half a second."""
        base, name = await self._connection.base_url(), self._connection.bucket.object_name(key)
        region = await self._connection.region()
        credentials = await self._connection.credentials()
        at = signed_at(expires_at, self._clock())

        def request(part: PartToCome) -> SignedRequest:
            return SignedRequest(
                method="PUT",
                url=f"{base}/{name}",
                query=(("partNumber", str(part.number)), ("uploadId", upload_id)),
                headers={"content-length": str(part.size)},
                region=region,
                at=at,
                life=expires_at - at,
            )

        return await to_thread.run_sync(_signed, parts, request, credentials)

    async def parts(self, key: BlobKey, upload_id: MultipartId) -> AsyncGenerator[Part, None]:
        """Stream the parts that have come; see the port."""
        asked: dict[str, Any] = {**self._objects.named(key), "UploadId": upload_id}
        while True:
            page = await self._page_of_parts(asked, upload_id)
            for found in page.get("Parts", ()):
                yield Part(
                    number=found["PartNumber"], size=ByteCount(found["Size"]), etag=found["ETag"]
                )
            if not page["IsTruncated"]:
                return
            asked["PartNumberMarker"] = page["NextPartNumberMarker"]

    async def complete(
        self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]
    ) -> BlobStat:
        """Make a blob of the parts, or find that it is there; see the port."""
        if (stat := await self._found(key)) is not None:
            await self.abort(key, upload_id)
            return stat
        try:
            come = [part async for part in self.parts(key, upload_id)]
            await self._make(key, upload_id, expect_parts(parts, come))
        except (MultipartNotFound, BlobExists, Unavailable):
            # Somebody else, or an attempt of our own that was not answered, may have made it.
            if (stat := await self._found(key)) is not None:
                return stat
            raise
        return stat_of(key, await self._objects.head(key))

    async def abort(self, key: BlobKey, upload_id: MultipartId) -> None:
        """Give the upload up; see the port."""
        with translated():
            client = await self._client()
            try:
                await client.abort_multipart_upload(**self._objects.named(key), UploadId=upload_id)
            except Exception as error:
                if not is_refused(error, NO_UPLOAD):
                    raise

    async def list_open(self, prefix: str = "") -> AsyncGenerator[OpenMultipart, None]:
        """Stream the uploads that are open; see the port."""
        bucket = self._connection.bucket
        if not bucket.may_begin(prefix):
            return
        asked = {"Bucket": bucket.name, "Prefix": bucket.begins(prefix)}
        while True:
            with translated():
                page = await (await self._client()).list_multipart_uploads(**asked)
            for found in page.get("Uploads", ()):
                if (key := bucket.key_of(found["Key"])) is not None:
                    yield _open(key, found)
            if not page["IsTruncated"]:
                return
            asked["KeyMarker"] = page["NextKeyMarker"]
            asked["UploadIdMarker"] = page["NextUploadIdMarker"]

    async def _client(self) -> Any:
        return await self._connection.client()

    async def _found(self, key: BlobKey) -> BlobStat | None:
        try:
            return stat_of(key, await self._objects.head(key))
        except BlobNotFound:
            return None

    async def _page_of_parts(
        self, asked: Mapping[str, Any], upload_id: MultipartId
    ) -> Mapping[str, Any]:
        with translated():
            client = await self._client()
            try:
                page: Mapping[str, Any] = await client.list_parts(**asked)
            except Exception as error:
                if is_refused(error, NO_UPLOAD):
                    raise MultipartNotFound(upload_id) from error
                raise
            return page

    async def _make(self, key: BlobKey, upload_id: MultipartId, parts: Sequence[Part]) -> None:
        named = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
        with translated():
            client = await self._client()
            try:
                await client.complete_multipart_upload(
                    **self._objects.named(key),
                    UploadId=upload_id,
                    MultipartUpload={"Parts": named},
                    IfNoneMatch="*",
                )
            except Exception as error:
                if is_refused(error, EXISTS):
                    raise BlobExists(key) from error
                if is_refused(error, NO_UPLOAD):
                    raise MultipartNotFound(upload_id) from error
                if is_refused(error, _MISMATCHES):
                    raise PartsMismatch from error
                raise


def _signed(
    parts: Sequence[PartToCome],
    request: Callable[[PartToCome], SignedRequest],
    credentials: Credentials,
) -> Sequence[PartRequest]:
    return [
        PartRequest(number=part.number, url=signed_url(request(part), credentials))
        for part in parts
    ]


def _open(key: BlobKey, found: Mapping[str, Any]) -> OpenMultipart:
    return OpenMultipart(
        key=key,
        upload_id=MultipartId(found["UploadId"]),
        started_at=found["Initiated"].astimezone(UTC),
    )
