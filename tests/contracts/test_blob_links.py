"""The makers of URLs keep the promises of their port."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from phantom_adapters.blobs import SignedBlobLinks
from phantom_adapters.contracts.blob_links import BlobLinksContract, Fetched, Reads
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import KeyRing, SigningUnconfigured, blob_key
from tests.http.delivery_server import NOW, RING, delivery_app

ORIGIN = "http://phantom.example"


class TestSignedBlobLinks(BlobLinksContract):
    adapters = (SignedBlobLinks,)

    @pytest.fixture
    def now(self) -> datetime:
        return NOW

    @pytest.fixture
    def store(self) -> MemoryBlobStore:
        return MemoryBlobStore()

    @pytest.fixture
    def links(self) -> SignedBlobLinks:
        return SignedBlobLinks(f"{ORIGIN}/blobs/", RING)

    @pytest.fixture
    async def reads(self, store: MemoryBlobStore) -> AsyncIterator[Reads]:
        app: Any = delivery_app(store)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:

            async def read(url: str) -> Fetched:
                response = await client.get(url)
                return Fetched(response.status_code, response.headers, response.content)

            yield read

    async def test_a_url_tells_whom_it_was_made_for(self, links: SignedBlobLinks) -> None:
        url = await links.url(
            blob_key("a"), expires_at=NOW, content_type="audio/flac", reader="ada"
        )

        assert "&for=ada&" in url

    async def test_the_key_may_be_left_of_a_path_from_the_root(self) -> None:
        url = await SignedBlobLinks("/blobs", RING).url(
            blob_key("a/b"), expires_at=NOW, content_type="audio/flac"
        )

        assert url.startswith("/blobs/a/b?exp=")

    async def test_without_a_key_no_url_is_made(self) -> None:
        with pytest.raises(SigningUnconfigured):
            await SignedBlobLinks(ORIGIN, KeyRing()).url(
                blob_key("a"), expires_at=NOW, content_type="audio/flac"
            )
