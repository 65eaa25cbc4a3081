"""What all makers of URLs to blobs promise.

A URL is worth what the server behind it makes of it, so the suite asks that server: the binder
supplies `reads`, which fetches a URL as a stranger would.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import attrs
import pytest

from phantom_core.blobs import BlobLinks, BlobStore, blob_key
from phantom_core.kernel.errors import Invalid
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobLinksContract", "Fetched", "Reads"]

_KEY: Final = blob_key("audio/01J/original.flac")
_LIFE: Final = timedelta(minutes=5)


@attrs.frozen
class Fetched:
    """What a URL gave.

    Attributes:
        status: of the response.
        headers: by their names in lower case.
        body: all of it.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


Reads = Callable[[str], Awaitable[Fetched]]
"""Fetches a URL with GET, without credentials."""


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


class BlobLinksContract:
    """Bind it with fixtures `store`, empty; `links` to it; `reads`; and `now`, the server's time.

    The server's clock stands at `now`, or goes on from there.
    """

    @pytest.fixture
    async def original(self, store: BlobStore) -> bytes:
        """Put a blob whose URLs the tests ask for."""
        await store.put(_KEY, _once(b"bytes"), limit=ByteCount(5))
        return b"bytes"

    async def _url(self, links: BlobLinks, now: datetime, **changed: Any) -> str:
        asked = {"expires_at": now + _LIFE, "content_type": "audio/flac", **changed}
        return await links.url(_KEY, **asked)

    @pytest.mark.anyio
    async def test_a_url_reads_its_blob(
        self, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        fetched = await reads(await self._url(links, now))

        assert (fetched.status, fetched.body) == (200, original)
        assert fetched.headers["content-type"] == "audio/flac"
        assert fetched.headers["content-disposition"] == "attachment"

    @pytest.mark.anyio
    async def test_a_url_tells_the_name_and_the_place(
        self, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        url = await self._url(links, now, file_name="a/\u017c \r\n&?=#%+.flac", inline=True)
        fetched = await reads(url)

        assert fetched.body == original
        assert fetched.headers["content-disposition"] == (
            "inline; filename=\"_ &_=#_+.flac\"; filename*=UTF-8''%C5%BC%20&_%3D#_+.flac"
        )

    @pytest.mark.anyio
    async def test_what_might_carry_a_script_is_not_shown_in_place(
        self, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        fetched = await reads(await self._url(links, now, content_type="text/html", inline=True))

        assert fetched.body == original
        assert fetched.headers["content-disposition"] == "attachment"

    @pytest.mark.anyio
    async def test_a_url_that_has_expired_reads_nothing(
        self, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        fetched = await reads(await self._url(links, now, expires_at=now - timedelta(days=1)))

        assert fetched.status in {400, 403}
        assert original not in fetched.body

    @pytest.mark.anyio
    async def test_a_url_without_its_permission_reads_nothing(
        self, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        bare, _, _ = (await self._url(links, now)).partition("?")
        fetched = await reads(bare)

        assert fetched.status in {400, 401, 403}
        assert original not in fetched.body

    @pytest.mark.anyio
    async def test_a_url_leads_to_no_other_blob(
        self, store: BlobStore, links: BlobLinks, reads: Reads, original: bytes, now: datetime
    ) -> None:
        await store.put(blob_key("audio/01J/secret.flac"), _once(b"secret"), limit=ByteCount(6))
        url = await self._url(links, now)
        fetched = await reads(url.replace("original", "secret", 1))

        assert original != b"secret"
        assert fetched.status in {400, 403}
        assert b"secret" not in fetched.body

    @pytest.mark.anyio
    async def test_a_url_is_given_for_what_is_not_there_yet(
        self, links: BlobLinks, reads: Reads, now: datetime
    ) -> None:
        assert (await reads(await self._url(links, now))).status == 404

    @pytest.mark.anyio
    async def test_asking_twice_gives_the_same_url(self, links: BlobLinks, now: datetime) -> None:
        assert await self._url(links, now) == await self._url(links, now)

    @pytest.mark.anyio
    async def test_what_is_no_media_type_is_refused(self, links: BlobLinks, now: datetime) -> None:
        with pytest.raises(Invalid):
            await self._url(links, now, content_type="audio/flac\r\nX: y")
