"""What every blob store promises of its listing; a part of `BlobStoreContract`."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import anyio
import pytest

from phantom_core.blobs import BlobEntry, BlobInfo, BlobStore, blob_key
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobListingContract"]


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _put(store: BlobStore, name: str, data: bytes = b"") -> BlobInfo:
    return await store.put(blob_key(name), _once(data), limit=ByteCount(1000))


async def _read(store: BlobStore, name: str) -> bytes:
    return b"".join([piece async for piece in store.read(blob_key(name))])


async def _keys(store: BlobStore, prefix: str = "") -> list[str]:
    return [entry.key async for entry in store.list(prefix)]


class BlobListingContract:
    """Needs a fixture `store` that gives an empty store."""

    @pytest.mark.anyio
    async def test_the_listing_tells_key_size_and_time(self, store: BlobStore) -> None:
        info = await _put(store, "audio/01J", b"12345")

        assert [entry async for entry in store.list()] == [
            BlobEntry(key=info.key, size=info.size, modified_at=info.modified_at)
        ]

    @pytest.mark.anyio
    async def test_the_listing_is_in_the_order_of_code_points(self, store: BlobStore) -> None:
        names = ["a/b", "a", "a-b", "a.b", "a0", "a_b", "B", "a/b/c", "a/0", "Z/z", "a/B"]
        for name in names:
            await _put(store, name)

        assert await _keys(store) == sorted(names)

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("prefix", "found"),
        [
            ("", ["audio/1/a", "audio/1/b", "audio/10", "audiobook", "image/1"]),
            ("a", ["audio/1/a", "audio/1/b", "audio/10", "audiobook"]),
            ("audio", ["audio/1/a", "audio/1/b", "audio/10", "audiobook"]),
            ("audio/", ["audio/1/a", "audio/1/b", "audio/10"]),
            ("audio/1", ["audio/1/a", "audio/1/b", "audio/10"]),
            ("audio/1/", ["audio/1/a", "audio/1/b"]),
            ("audio/1/a", ["audio/1/a"]),
            ("audio/1/a/", []),
            ("audio/2", []),
            ("/", []),
            ("../", []),
            ("audio//", []),
            ("audio/../image", []),
            ("image/1\0", []),
        ],
    )
    async def test_a_listing_holds_what_begins_with_its_prefix(
        self, store: BlobStore, prefix: str, found: list[str]
    ) -> None:
        for name in ["audio/1/a", "audio/1/b", "audio/10", "audiobook", "image/1"]:
            await _put(store, name)

        assert await _keys(store, prefix) == found

    @pytest.mark.anyio
    async def test_a_listing_goes_on_past_a_thousand(self, store: BlobStore) -> None:
        names = [f"many/{number:05}/blob" for number in range(1050)]
        at_once = anyio.CapacityLimiter(16)

        async def put(name: str) -> None:
            async with at_once:
                await _put(store, name)

        async with anyio.create_task_group() as tasks:
            for name in names:
                tasks.start_soon(put, name)

        assert await _keys(store, "many/") == names

    @pytest.mark.anyio
    async def test_a_listing_may_be_left_early(self, store: BlobStore) -> None:
        await _put(store, "a")
        await _put(store, "b")
        async with aclosing(store.list()) as entries:
            first = await anext(entries)

        assert first.key == "a"

    @pytest.mark.anyio
    async def test_a_key_may_be_the_folder_of_another(self, store: BlobStore) -> None:
        await _put(store, "a/b", b"inner")
        await _put(store, "a", b"outer")
        await store.delete(blob_key("a/b"))
        await _put(store, "a/b/c", b"innermost")

        assert await _read(store, "a") == b"outer"
        assert await _keys(store) == ["a", "a/b/c"]
