"""The adapters of S3 keep the promises of their ports, on a real server."""

from collections.abc import Mapping

import httpx
import pytest

from phantom_adapters.blobs.s3 import (
    S3BlobLinks,
    S3BlobStore,
    S3Connection,
    S3MultipartUploads,
)
from phantom_adapters.contracts.blob_links import BlobLinksContract, Fetched, Reads
from phantom_adapters.contracts.blob_store import BlobStoreContract
from phantom_adapters.contracts.multipart_uploads import MultipartUploadsContract, Sends


class TestS3BlobStore(BlobStoreContract):
    adapters = (S3BlobStore,)


class TestS3BlobLinks(BlobLinksContract):
    adapters = (S3BlobLinks,)

    @pytest.fixture
    def links(self, connection: S3Connection) -> S3BlobLinks:
        return S3BlobLinks(connection)

    @pytest.fixture
    def reads(self, stranger: httpx.AsyncClient) -> Reads:
        async def read(url: str) -> Fetched:
            answer = await stranger.get(url)
            return Fetched(answer.status_code, answer.headers, answer.content)

        return read


class TestS3MultipartUploads(MultipartUploadsContract):
    adapters = (S3MultipartUploads,)

    @pytest.fixture
    def multipart(self, connection: S3Connection) -> S3MultipartUploads:
        return S3MultipartUploads(connection)

    @pytest.fixture
    def sends(self, stranger: httpx.AsyncClient) -> Sends:
        async def send(method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
            answer = await stranger.request(method, url, content=body, headers=headers)
            return Fetched(answer.status_code, answer.headers, answer.content)

        return send
