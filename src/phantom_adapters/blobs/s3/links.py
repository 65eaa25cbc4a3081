"""URLs of the bucket itself, by which a blob is read past the application."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.signing import SignedRequest, signed_at, signed_url
from phantom_core.blobs import BlobKey, BlobLinks, Presentation, http_date

__all__ = ["S3BlobLinks"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class S3BlobLinks(BlobLinks):
    """Signs URLs of objects. They are for GET; the bucket refuses another method.

    No URL lives longer than seven days, whatever is asked for: no signature does.
    """

    def __init__(
        self,
        connection: S3Connection,
        *,
        cdn_url: str | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Keep what signing takes.

        Args:
            connection: to the bucket.
            cdn_url: stands in the URLs in place of the server's own address. What stands there
                passes path and query on as they are, to the address that was signed for.
            clock: the time now.
        """
        self._connection = connection
        self._cdn_url = cdn_url
        self._clock = clock

    async def url(
        self,
        key: BlobKey,
        *,
        expires_at: datetime,
        content_type: str,
        file_name: str | None = None,
        inline: bool = False,
        reader: str | None = None,  # noqa: ARG002 - the bucket knows nobody
    ) -> str:
        """Sign a URL for this blob; see the port."""
        shown = Presentation(content_type=content_type, file_name=file_name, inline=inline)
        name = self._connection.bucket.object_name(key)
        at = signed_at(expires_at, self._clock())
        request = SignedRequest(
            method="GET",
            url=f"{await self._connection.base_url()}/{name}",
            query=(
                ("response-cache-control", "private"),
                ("response-content-disposition", shown.disposition),
                ("response-content-type", shown.content_type),
                ("response-expires", http_date(expires_at)),
            ),
            region=await self._connection.region(),
            at=at,
            life=expires_at - at,
        )
        return self._fronted(signed_url(request, await self._connection.credentials()))

    def _fronted(self, url: str) -> str:
        if self._cdn_url is None:
            return url
        parts = urlsplit(url)
        return f"{self._cdn_url}{parts.path}?{parts.query}"
