"""Taking in one part of a blob, by the URL that was signed for it."""

from collections.abc import AsyncIterator
from typing import Any, Final

from litestar import MediaType, Request, Response

from phantom_core.blobs import (
    BlobGrant,
    MultipartId,
    MultipartNotFound,
    PartIntake,
    PartSizeMismatch,
)
from phantom_core.kernel.quantities import ByteCount

__all__ = ["receive_part"]

_MOST_DIGITS: Final = 20


async def receive_part(
    request: Request[Any, Any, Any], grant: BlobGrant, intake: PartIntake | None
) -> Response[bytes]:
    """Keep the body as the part that was granted; the answer's `ETag` is the part's tag.

    Bytes are counted as they come; a header that announces another number is believed at once.

    Raises: PartSizeMismatch, MultipartNotFound, Unavailable.
    """
    granted = grant.part
    if granted is None or intake is None:
        raise MultipartNotFound(granted.upload_id if granted else MultipartId(""))
    _expect_length(request, granted.part.size)
    part = await intake.put_part(grant.key, granted.upload_id, granted.part, _body(request))
    headers = {"ETag": part.etag, "Cache-Control": "no-store"}
    return Response(b"", status_code=200, headers=headers, media_type=MediaType.TEXT)


def _expect_length(request: Request[Any, Any, Any], size: ByteCount) -> None:
    announced = request.headers.get("content-length")
    if announced is not None and announced.strip()[:_MOST_DIGITS] != str(size):
        raise PartSizeMismatch(size)


async def _body(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk
