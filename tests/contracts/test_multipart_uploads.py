"""The doors by which blobs come in parts keep the promises of their port."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from phantom_adapters.blobs import (
    DirectoryBlobStore,
    DirectoryMultipartUploads,
    SignedPartUrls,
)
from phantom_adapters.contracts.blob_links import Fetched
from phantom_adapters.contracts.multipart_uploads import MultipartUploadsContract, Sends
from phantom_adapters.contracts.part_intake import PartIntakeContract
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_core.blobs import (
    BlobStore,
    KeyRing,
    MultipartId,
    PartTag,
    PartToCome,
    SigningUnconfigured,
    blob_key,
)
from phantom_core.kernel.quantities import ByteCount
from tests.http.delivery_server import NOW, RING, delivery_app

URLS = SignedPartUrls("http://phantom.example/blobs/", RING)
KEY = blob_key("audio/01J/large.flac")
PART = PartToCome(number=1, size=ByteCount(3))


class Served(MultipartUploadsContract):
    """What the application itself serves."""

    @pytest.fixture
    def now(self) -> datetime:
        return NOW

    @pytest.fixture
    async def sends(self, store: BlobStore, multipart: Any) -> AsyncIterator[Sends]:
        app: Any = delivery_app(store, intake=multipart)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:

            async def send(
                method: str, url: str, body: bytes, headers: Mapping[str, str]
            ) -> Fetched:
                answer = await client.request(method, url, content=body, headers=headers)
                return Fetched(answer.status_code, answer.headers, answer.content)

            yield send

    async def test_without_a_key_no_url_is_made(self, multipart: Any) -> None:
        upload_id = await multipart.open(KEY, content_type="audio/flac")
        multipart._urls = SignedPartUrls("/blobs", KeyRing())

        with pytest.raises(SigningUnconfigured):
            await multipart.part_urls(KEY, upload_id, [PART], expires_at=NOW)


class TestMemoryMultipartUploads(Served):
    adapters = (MemoryMultipartUploads,)

    @pytest.fixture
    def store(self) -> MemoryBlobStore:
        return MemoryBlobStore()

    @pytest.fixture
    def multipart(self, store: MemoryBlobStore) -> MemoryMultipartUploads:
        return MemoryMultipartUploads(store, URLS)


class TestDirectoryMultipartUploads(Served):
    adapters = (DirectoryMultipartUploads,)

    @pytest.fixture
    def store(self, tmp_path: Path) -> DirectoryBlobStore:
        return DirectoryBlobStore(tmp_path)

    @pytest.fixture
    def multipart(self, tmp_path: Path) -> DirectoryMultipartUploads:
        return DirectoryMultipartUploads(tmp_path, URLS)

    async def test_another_process_sees_what_has_come_and_completes_it(
        self, multipart: DirectoryMultipartUploads, store: DirectoryBlobStore, tmp_path: Path
    ) -> None:
        upload_id = await multipart.open(KEY, content_type="audio/flac")
        part = await multipart.put_part(KEY, upload_id, PART, stream(b"one"))
        other = DirectoryMultipartUploads(tmp_path, URLS)

        assert [come async for come in other.parts(KEY, upload_id)] == [part]
        stat = await other.complete(KEY, upload_id, [PartTag(number=1, etag=part.etag)])
        assert stat.etag == (await store.stat(KEY)).etag

    async def test_what_is_whole_or_given_up_leaves_nothing_behind(
        self, multipart: DirectoryMultipartUploads, tmp_path: Path
    ) -> None:
        for key in (KEY, blob_key("b")):
            upload_id = await multipart.open(key, content_type="audio/flac")
            part = await multipart.put_part(key, upload_id, PART, stream(b"one"))
            if key == KEY:
                tag = PartTag(number=1, etag=part.etag)
                await multipart.complete(key, upload_id, [tag])
            else:
                await multipart.abort(key, upload_id)

        left = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.parent.name for path in left] == ["@large.flac"]
        assert [*(tmp_path / ".temporary").iterdir()] == []

    async def test_of_two_files_that_a_crash_left_of_a_part_the_later_counts(
        self, multipart: DirectoryMultipartUploads, tmp_path: Path
    ) -> None:
        upload_id = await multipart.open(KEY, content_type="audio/flac")
        await multipart.put_part(KEY, upload_id, PART, stream(b"old"))
        [old] = (tmp_path / ".uploads" / upload_id).glob("00001.*")
        kept = old.rename(tmp_path / "kept")
        new = await multipart.put_part(KEY, upload_id, PART, stream(b"new"))
        kept.rename(old)

        assert [part async for part in multipart.parts(KEY, upload_id)] == [new]

    async def test_a_completion_that_a_crash_broke_off_at_its_end_is_answered(
        self, multipart: DirectoryMultipartUploads, tmp_path: Path
    ) -> None:
        upload_id = await multipart.open(KEY, content_type="audio/flac")
        part = await multipart.put_part(KEY, upload_id, PART, stream(b"one"))
        tags = [PartTag(number=1, etag=part.etag)]
        folder = tmp_path / ".uploads" / upload_id
        names = {path.name: path.read_bytes() for path in folder.iterdir()}
        first = await multipart.complete(KEY, upload_id, tags)
        folder.mkdir()
        for name, data in names.items():
            (folder / name).write_bytes(data)

        assert await multipart.complete(KEY, upload_id, tags) == first
        assert [found async for found in multipart.list_open()] == []

    async def test_what_is_no_upload_is_passed_over(
        self, multipart: DirectoryMultipartUploads, tmp_path: Path
    ) -> None:
        (tmp_path / ".uploads" / "notes").write_text("by hand")
        (tmp_path / ".uploads" / ("0" * 32)).mkdir()

        assert [found async for found in multipart.list_open()] == []
        await multipart.abort(KEY, MultipartId("0" * 32))


class TestMemoryPartIntake(PartIntakeContract):
    adapters = (MemoryMultipartUploads,)

    @pytest.fixture
    def intake(self) -> MemoryMultipartUploads:
        return MemoryMultipartUploads(MemoryBlobStore(), URLS)


class TestDirectoryPartIntake(PartIntakeContract):
    adapters = (DirectoryMultipartUploads,)

    @pytest.fixture
    def intake(self, tmp_path: Path) -> DirectoryMultipartUploads:
        return DirectoryMultipartUploads(tmp_path, URLS)


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
