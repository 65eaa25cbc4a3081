"""URLs of the application's own route for parts, for stores that have no URLs of their own."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from anyio import to_thread

from phantom_core.blobs import (
    BlobGrant,
    BlobKey,
    GrantedAccess,
    GrantedPart,
    KeyRing,
    MultipartId,
    PartRequest,
    PartToCome,
    sign,
)

__all__ = ["SignedPartUrls"]


class SignedPartUrls:
    """Signs URLs below `base_url`, which is where the delivery router stands."""

    def __init__(self, base_url: str, ring: KeyRing) -> None:
        """Keep what signing takes.

        Args:
            base_url: absolute or from the root, such as `https://phantom.example/blobs`.
            ring: the keys; the newest signs.
        """
        self._base_url = base_url.rstrip("/")
        self._ring = ring

    async def of(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        parts: Sequence[PartToCome],
        expires_at: datetime,
    ) -> Sequence[PartRequest]:
        """Sign one for each part, on a thread: there may be thousands.

        Raises: SigningUnconfigured.
        """
        self._ring.newest()
        return await to_thread.run_sync(self._all, key, upload_id, parts, expires_at)

    def _all(
        self,
        key: BlobKey,
        upload_id: MultipartId,
        parts: Sequence[PartToCome],
        expires_at: datetime,
    ) -> Sequence[PartRequest]:
        return [self._one(key, upload_id, part, expires_at) for part in parts]

    def _one(
        self, key: BlobKey, upload_id: MultipartId, part: PartToCome, expires_at: datetime
    ) -> PartRequest:
        granted = GrantedPart(upload_id=upload_id, part=part)
        grant = BlobGrant(access=GrantedAccess.WRITE, key=key, expires_at=expires_at, part=granted)
        url = f"{self._base_url}/{key}?{urlencode(sign(grant, self._ring))}"
        return PartRequest(number=part.number, url=url)
