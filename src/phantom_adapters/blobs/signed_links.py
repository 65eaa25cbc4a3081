"""URLs of the application's own delivery route, for stores that have no URLs of their own."""

from datetime import datetime
from urllib.parse import urlencode

from phantom_core.blobs import (
    BlobGrant,
    BlobKey,
    BlobLinks,
    KeyRing,
    Presentation,
    sign,
)

__all__ = ["SignedBlobLinks"]


class SignedBlobLinks(BlobLinks):
    """Signs URLs below `base_url`, which is where the delivery router stands."""

    def __init__(self, base_url: str, ring: KeyRing) -> None:
        """Keep what signing takes.

        Args:
            base_url: absolute or from the root, such as `https://phantom.example/blobs`.
            ring: the keys; the newest signs.
        """
        self._base_url = base_url.rstrip("/")
        self._ring = ring

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
        """Sign a URL for this blob; see the port."""
        shown = Presentation(content_type=content_type, file_name=file_name, inline=inline)
        grant = BlobGrant(key=key, expires_at=expires_at, reader=reader, presentation=shown)
        return f"{self._base_url}/{key}?{urlencode(sign(grant, self._ring))}"
