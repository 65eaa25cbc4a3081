"""What every blob store promises."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from datetime import UTC, timedelta

import anyio
import anyio.lowlevel
import pytest

from phantom_adapters.contracts.blob_listing import BlobListingContract
from phantom_core.blobs import (
    PIECE_BYTES,
    BlobExists,
    BlobInfo,
    BlobKey,
    BlobNotFound,
    BlobStore,
    BlobTooLarge,
    blob_key,
)
from phantom_core.kernel.errors import Invalid
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobStoreContract"]

_KEY = blob_key("audio/01J/original.wav")
_MIB = 1024 * 1024
_LIMIT = ByteCount(16 * _MIB)


class _SourceFailed(Exception):
    """What a source that fails in these tests raises."""


async def _stream(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        await anyio.lowlevel.checkpoint()
        yield chunk


async def _failing(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
    raise _SourceFailed


async def _put(store: BlobStore, key: BlobKey, data: bytes) -> BlobInfo:
    return await store.put(key, _stream([data]), limit=_LIMIT)


async def _read(store: BlobStore, key: BlobKey, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([piece async for piece in store.read(key, start=start, length=length)])


async def _keys(store: BlobStore, prefix: str = "") -> list[str]:
    return [entry.key async for entry in store.list(prefix)]


async def _is_absent(store: BlobStore, key: BlobKey) -> bool:
    with pytest.raises(BlobNotFound):
        await store.stat(key)
    with pytest.raises(BlobNotFound):
        await _read(store, key)
    with pytest.raises(BlobNotFound):
        async with store.local(key):
            pass  # pragma: no cover
    return await _keys(store) == []


class BlobStoreContract(BlobListingContract):
    """Bind it with a fixture `store` that gives an empty store."""

    @pytest.mark.anyio
    async def test_what_is_put_is_read_back_byte_for_byte(self, store: BlobStore) -> None:
        await store.put(_KEY, _stream([b"one ", b"", b"two ", b"three"]), limit=_LIMIT)

        assert await _read(store, _KEY) == b"one two three"

    @pytest.mark.anyio
    async def test_put_answers_what_stat_answers(self, store: BlobStore) -> None:
        info = await _put(store, _KEY, b"some bytes")

        assert info.stat == await store.stat(_KEY)
        assert info.key == _KEY
        assert info.size == len(b"some bytes")
        assert info.sha256 == hashlib.sha256(b"some bytes").hexdigest()
        assert info.modified_at.tzinfo is UTC
        assert info.modified_at.microsecond % 1000 == 0

    @pytest.mark.anyio
    @pytest.mark.parametrize("chunks", [[], [b""]], ids=["no chunk", "an empty chunk"])
    async def test_a_blob_may_be_empty(self, store: BlobStore, chunks: list[bytes]) -> None:
        info = await store.put(_KEY, _stream(chunks), limit=ByteCount(0))

        assert info.size == 0
        assert info.sha256 == hashlib.sha256(b"").hexdigest()
        assert await _read(store, _KEY) == b""
        assert await _keys(store) == [_KEY]

    @pytest.mark.anyio
    async def test_a_large_blob_streams_in_and_out_in_pieces(self, store: BlobStore) -> None:
        chunks = [bytes([number]) * 65_537 for number in range(128)]
        info = await store.put(_KEY, _stream(chunks), limit=_LIMIT)
        pieces = [piece async for piece in store.read(_KEY)]

        assert info.size == 128 * 65_537
        assert info.sha256 == hashlib.sha256(b"".join(chunks)).hexdigest()
        assert b"".join(pieces) == b"".join(chunks)
        assert all(0 < len(piece) <= PIECE_BYTES for piece in pieces)

    @pytest.mark.anyio
    async def test_a_chunk_may_be_larger_than_a_piece(self, store: BlobStore) -> None:
        data = bytes(range(256)) * (3 * _MIB // 256) + b"rest"
        await _put(store, _KEY, data)
        pieces = [piece async for piece in store.read(_KEY)]

        assert b"".join(pieces) == data
        assert max(map(len, pieces)) <= PIECE_BYTES

    @pytest.mark.anyio
    @pytest.mark.parametrize("start", [0, 1, 128, 255, 256, 257, 2**70])
    @pytest.mark.parametrize("length", [None, 0, 1, 128, 255, 256, 257, 2**70])
    async def test_what_is_read_equals_slicing(
        self, store: BlobStore, start: int, length: int | None
    ) -> None:
        data = bytes(range(256))
        await _put(store, _KEY, data)
        stop = None if length is None else start + length

        assert await _read(store, _KEY, start, length) == data[start:stop]

    @pytest.mark.anyio
    async def test_a_range_across_pieces_is_whole(self, store: BlobStore) -> None:
        data = b"".join(number.to_bytes(4, "big") for number in range(_MIB))
        await _put(store, _KEY, data)

        assert await _read(store, _KEY, 12_345, 2 * _MIB + 7) == data[12_345:][: 2 * _MIB + 7]

    @pytest.mark.anyio
    async def test_a_reader_may_stop_early(self, store: BlobStore) -> None:
        await _put(store, _KEY, bytes(3 * _MIB))
        async with aclosing(store.read(_KEY)) as pieces:
            first = await anext(pieces)

        assert set(first) == {0}

    @pytest.mark.anyio
    async def test_what_was_never_put_is_not_found(self, store: BlobStore) -> None:
        assert await _is_absent(store, _KEY)

    @pytest.mark.anyio
    async def test_a_second_put_of_a_key_is_refused_and_changes_nothing(
        self, store: BlobStore
    ) -> None:
        first = await _put(store, _KEY, b"first")
        with pytest.raises(BlobExists):
            await _put(store, _KEY, b"second")
        with pytest.raises(BlobExists):
            await _put(store, _KEY, b"first")

        assert await store.stat(_KEY) == first.stat
        assert await _read(store, _KEY) == b"first"

    @pytest.mark.anyio
    async def test_of_many_puts_of_one_key_exactly_one_wins(self, store: BlobStore) -> None:
        won: list[bytes] = []
        lost: list[bytes] = []
        all_began = anyio.Event()
        began = 0

        async def source(data: bytes) -> AsyncIterator[bytes]:
            nonlocal began
            began += 1
            if began == 8:
                all_began.set()
            await all_began.wait()
            yield data

        async def put(data: bytes) -> None:
            try:
                await store.put(_KEY, source(data), limit=_LIMIT)
            except BlobExists:
                lost.append(data)
            else:
                won.append(data)

        async with anyio.create_task_group() as tasks:
            for number in range(8):
                tasks.start_soon(put, bytes([number]) * 1000)

        assert (len(won), len(lost)) == (1, 7)
        assert await _read(store, _KEY) == won[0]
        assert await _keys(store) == [_KEY]

    @pytest.mark.anyio
    async def test_puts_of_different_keys_do_not_disturb_each_other(self, store: BlobStore) -> None:
        keys = [blob_key(f"a/{number}/b/{number % 3}") for number in range(30)]
        async with anyio.create_task_group() as tasks:
            for key in keys:
                tasks.start_soon(_put, store, key, key.encode() * 100)

        assert [await _read(store, key) for key in keys] == [key.encode() * 100 for key in keys]

    @pytest.mark.anyio
    @pytest.mark.parametrize("survived", range(6))
    async def test_a_source_that_fails_leaves_nothing(
        self, store: BlobStore, survived: int
    ) -> None:
        with pytest.raises(_SourceFailed):
            await store.put(_KEY, _failing([bytes(700_000)] * survived), limit=_LIMIT)

        assert await _is_absent(store, _KEY)
        assert (await _put(store, _KEY, b"again")).size == 5

    @pytest.mark.anyio
    @pytest.mark.parametrize("survived", range(6))
    async def test_a_put_that_is_cancelled_leaves_nothing(
        self, store: BlobStore, survived: int
    ) -> None:
        with anyio.CancelScope() as scope:

            async def source() -> AsyncIterator[bytes]:
                for _ in range(survived):
                    yield bytes(700_000)
                scope.cancel()
                await anyio.sleep_forever()

            await store.put(_KEY, source(), limit=_LIMIT)

        assert scope.cancelled_caught
        assert await _is_absent(store, _KEY)

    @pytest.mark.anyio
    async def test_nothing_is_seen_before_all_is_there(self, store: BlobStore) -> None:
        absent: list[bool] = []

        async def source() -> AsyncIterator[bytes]:
            for _ in range(3):
                yield bytes(_MIB)
                absent.append(await _is_absent(store, _KEY))

        await store.put(_KEY, source(), limit=_LIMIT)

        assert absent == [True, True, True]
        assert (await store.stat(_KEY)).size == 3 * _MIB

    @pytest.mark.anyio
    async def test_other_bytes_have_another_tag(self, store: BlobStore) -> None:
        first = await _put(store, blob_key("a"), b"some bytes")
        second = await _put(store, blob_key("b"), b"same size.")

        assert first.etag != second.etag

    @pytest.mark.anyio
    async def test_a_blob_may_be_as_large_as_the_limit(self, store: BlobStore) -> None:
        info = await store.put(_KEY, _stream([b"12345", b"67890"]), limit=ByteCount(10))

        assert info.size == 10

    @pytest.mark.anyio
    async def test_more_than_the_limit_is_refused_and_leaves_nothing(
        self, store: BlobStore
    ) -> None:
        with pytest.raises(BlobTooLarge) as refusal:
            await store.put(_KEY, _stream([b"12345", b"67890", b"1"]), limit=ByteCount(10))

        assert refusal.value.limit == 10
        assert await _is_absent(store, _KEY)

    @pytest.mark.anyio
    async def test_an_endless_source_is_stopped_at_the_limit(self, store: BlobStore) -> None:
        asked = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal asked
            while True:
                asked += 1
                yield bytes(_MIB)

        with pytest.raises(BlobTooLarge):
            await store.put(_KEY, endless(), limit=ByteCount(3 * _MIB))

        assert asked == 4
        assert await _is_absent(store, _KEY)

    @pytest.mark.anyio
    async def test_a_deleted_blob_is_gone_and_its_key_is_free(self, store: BlobStore) -> None:
        await _put(store, _KEY, b"first")
        await store.delete(_KEY)
        absent = await _is_absent(store, _KEY)
        await _put(store, _KEY, b"second")

        assert absent
        assert await _read(store, _KEY) == b"second"

    @pytest.mark.anyio
    async def test_deleting_what_is_not_there_does_nothing(self, store: BlobStore) -> None:
        neighbour = blob_key("audio/01J/other.wav")
        await _put(store, neighbour, b"stays")
        await store.delete(_KEY)
        await store.delete(_KEY)
        await store.delete(blob_key("no/such/folder"))

        assert await _keys(store) == [neighbour]

    @pytest.mark.anyio
    async def test_a_deletion_while_reading_gives_right_bytes_or_an_honest_end(
        self, store: BlobStore
    ) -> None:
        data = bytes(range(256)) * (3 * _MIB // 256)
        await _put(store, _KEY, data)
        got = b""
        try:
            async with aclosing(store.read(_KEY)) as pieces:
                async for piece in pieces:
                    got += piece
                    await store.delete(_KEY)
        except BlobNotFound:
            assert data.startswith(got)
        else:
            assert got == data

    @pytest.mark.anyio
    async def test_the_longest_key_is_kept(self, store: BlobStore) -> None:
        key = blob_key("/".join(["x" * 127] * 4))
        await _put(store, key, b"far in")

        assert await _read(store, key) == b"far in"

    @pytest.mark.anyio
    @pytest.mark.parametrize("text", ["", "/etc/passwd", "../outside", "a/../../b", "a//b", ".a"])
    async def test_what_was_never_made_by_blob_key_is_refused(
        self, store: BlobStore, text: str
    ) -> None:
        forged = BlobKey(text)
        with pytest.raises(Invalid):
            await _put(store, forged, b"")
        with pytest.raises(Invalid):
            await store.stat(forged)
        with pytest.raises(Invalid):
            await _read(store, forged)
        with pytest.raises(Invalid):
            await store.delete(forged)

    @pytest.mark.anyio
    async def test_a_local_file_has_the_bytes(self, store: BlobStore) -> None:
        await _put(store, _KEY, b"for a decoder")
        async with store.local(_KEY) as path:
            data = await anyio.Path(path).read_bytes()

        assert data == b"for a decoder"

    @pytest.mark.anyio
    async def test_lending_a_file_leaves_the_blob_as_it_is(self, store: BlobStore) -> None:
        info = await _put(store, _KEY, b"for a decoder")
        async with store.local(_KEY):
            pass

        assert await store.stat(_KEY) == info.stat
        assert await _read(store, _KEY) == b"for a decoder"

    @pytest.mark.anyio
    async def test_a_blob_is_as_old_as_its_put(self, store: BlobStore) -> None:
        first = await _put(store, blob_key("a"), b"")
        second = await _put(store, blob_key("b"), b"")

        assert timedelta() <= second.modified_at - first.modified_at
