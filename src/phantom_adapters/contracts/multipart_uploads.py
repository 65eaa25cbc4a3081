"""What all doors by which blobs come in parts promise.

A URL is worth what the server behind it makes of it, so the suite asks that server: the binder
supplies `sends`, which sends a request as a stranger would.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs
import pytest

from phantom_adapters.contracts.blob_links import Fetched
from phantom_core.blobs import (
    MOST_PARTS,
    SMALLEST_PART,
    BlobExists,
    BlobKey,
    BlobNotFound,
    BlobStore,
    MultipartId,
    MultipartNotFound,
    MultipartUploads,
    Part,
    PartRequest,
    PartsMismatch,
    PartTag,
    PartToCome,
    blob_key,
)
from phantom_core.kernel.quantities import ByteCount

__all__ = ["MultipartUploadsContract", "Sends"]

_KEY: Final = blob_key("audio/01J/large.flac")
_LIFE: Final = timedelta(minutes=5)
_FIRST: Final = b"1" * SMALLEST_PART
_LAST: Final = b"the end"

Sends = Callable[[str, str, bytes, Mapping[str, str]], Awaitable[Fetched]]
"""Sends a request without credentials: method, URL, body, headers."""


@attrs.frozen
class _Sender:
    """One upload, and how its parts are sent."""

    multipart: MultipartUploads
    sends: Sends
    now: datetime
    upload_id: MultipartId
    key: BlobKey = _KEY

    async def request(
        self, number: int, size: int, *, expires_in: timedelta = _LIFE
    ) -> PartRequest:
        part = PartToCome(number=number, size=ByteCount(size))
        until = self.now + expires_in
        [request] = await self.multipart.part_urls(
            self.key, self.upload_id, [part], expires_at=until
        )
        return request

    async def put(self, request: PartRequest, body: bytes, method: str = "PUT") -> Fetched:
        return await self.sends(method, request.url, body, dict(request.headers))

    async def send(self, number: int, body: bytes) -> PartTag:
        """Send a part as it should be; answer its tag."""
        fetched = await self.put(await self.request(number, len(body)), body)

        assert fetched.status == 200
        return PartTag(number=number, etag=fetched.headers["etag"])

    async def come(self) -> Sequence[Part]:
        return [part async for part in self.multipart.parts(self.key, self.upload_id)]


async def _read(store: BlobStore, key: BlobKey = _KEY) -> bytes:
    return b"".join([piece async for piece in store.read(key)])


class MultipartUploadsContract:
    """Bind it with fixtures `store`, empty; `multipart` to it; `sends`; and `now`.

    The server's clock stands at `now`, or goes on from there.
    """

    @pytest.fixture
    async def sender(self, multipart: MultipartUploads, sends: Sends, now: datetime) -> _Sender:
        """An upload that was opened."""
        upload_id = await multipart.open(_KEY, content_type="audio/flac")
        return _Sender(multipart, sends, now, upload_id)

    @pytest.mark.anyio
    async def test_parts_become_a_blob_in_the_order_of_their_numbers(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        last = await sender.send(2, _LAST)
        first = await sender.send(1, _FIRST)
        stat = await sender.multipart.complete(_KEY, sender.upload_id, [first, last])

        assert await _read(store) == _FIRST + _LAST
        assert (stat.key, stat.size) == (_KEY, len(_FIRST + _LAST))
        assert stat.etag == (await store.stat(_KEY)).etag

    @pytest.mark.anyio
    async def test_nothing_is_under_the_key_before_it_is_complete(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        await sender.send(1, _LAST)

        with pytest.raises(BlobNotFound):
            await store.stat(_KEY)
        assert [entry async for entry in store.list()] == []

    @pytest.mark.anyio
    async def test_what_has_come_is_told_by_number(self, sender: _Sender) -> None:
        before = await sender.come()
        tags = [await sender.send(number, bytes([number] * number)) for number in (11, 2, 7)]

        assert before == []
        assert [(part.number, part.size) for part in await sender.come()] == [
            (2, 2),
            (7, 7),
            (11, 11),
        ]
        assert {part.number: part.etag for part in await sender.come()} == {
            tag.number: tag.etag for tag in tags
        }

    @pytest.mark.anyio
    async def test_of_a_part_that_comes_twice_the_later_counts(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        first = await sender.send(1, b"earlier")
        second = await sender.send(1, b"later!!")

        assert [part.etag for part in await sender.come()] == [second.etag]
        with pytest.raises(PartsMismatch):
            await sender.multipart.complete(_KEY, sender.upload_id, [first])
        await sender.multipart.complete(_KEY, sender.upload_id, [second])
        assert await _read(store) == b"later!!"

    @pytest.mark.anyio
    async def test_a_completion_may_be_repeated(self, sender: _Sender) -> None:
        tags = [await sender.send(1, _LAST)]
        first = await sender.multipart.complete(_KEY, sender.upload_id, tags)
        again = await sender.multipart.complete(_KEY, sender.upload_id, tags)

        assert (again.key, again.size, again.etag) == (first.key, first.size, first.etag)

    @pytest.mark.anyio
    async def test_a_part_that_has_come_is_not_left_out(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        first, last = await sender.send(1, _FIRST), await sender.send(3, _LAST)

        with pytest.raises(PartsMismatch):
            await sender.multipart.complete(_KEY, sender.upload_id, [last])
        await sender.multipart.complete(_KEY, sender.upload_id, [first, last])
        assert await _read(store) == _FIRST + _LAST

    @pytest.mark.anyio
    async def test_a_part_too_small_to_be_followed_is_refused(self, sender: _Sender) -> None:
        small, last = await sender.send(1, b"small"), await sender.send(2, b"last")

        with pytest.raises(PartsMismatch):
            await sender.multipart.complete(_KEY, sender.upload_id, [small, last])
        assert len(await sender.come()) == 2

    @pytest.mark.anyio
    @pytest.mark.parametrize("numbers", [[], [1, 3], [2, 1], [1, 1]], ids=str)
    async def test_parts_that_have_not_come_or_are_out_of_order_are_refused(
        self, store: BlobStore, sender: _Sender, numbers: list[int]
    ) -> None:
        known = {1: await sender.send(1, _FIRST), 2: await sender.send(2, _LAST)}
        absent = PartTag(number=3, etag=known[2].etag)
        named = [known.get(number, absent) for number in numbers]

        with pytest.raises(PartsMismatch):
            await sender.multipart.complete(_KEY, sender.upload_id, named)
        with pytest.raises(BlobNotFound):
            await store.stat(_KEY)
        await sender.multipart.complete(_KEY, sender.upload_id, [known[1], known[2]])

    @pytest.mark.anyio
    async def test_what_is_given_up_is_gone_and_takes_no_parts(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        tag, request = await sender.send(1, _LAST), await sender.request(2, 3)
        await sender.multipart.abort(_KEY, sender.upload_id)
        await sender.multipart.abort(_KEY, sender.upload_id)

        with pytest.raises(MultipartNotFound):
            await sender.come()
        with pytest.raises(MultipartNotFound):
            await sender.multipart.complete(_KEY, sender.upload_id, [tag])
        assert (await sender.put(request, b"new")).status in {403, 404}
        assert [entry async for entry in store.list()] == []
        assert [open_ async for open_ in sender.multipart.list_open()] == []

    @pytest.mark.anyio
    async def test_giving_up_what_is_complete_leaves_the_blob(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        await sender.multipart.complete(_KEY, sender.upload_id, [await sender.send(1, _LAST)])
        await sender.multipart.abort(_KEY, sender.upload_id)

        assert await _read(store) == _LAST

    @pytest.mark.anyio
    async def test_a_blob_that_is_there_is_never_replaced(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        other = attrs.evolve(
            sender, upload_id=await sender.multipart.open(_KEY, content_type="audio/flac")
        )
        tags = [await sender.send(1, b"first")], [await other.send(1, b"second")]
        first = await sender.multipart.complete(_KEY, sender.upload_id, tags[0])
        second = await sender.multipart.complete(_KEY, other.upload_id, tags[1])

        assert second.etag == first.etag
        assert await _read(store) == b"first"
        with pytest.raises(BlobExists):
            await sender.multipart.open(_KEY, content_type="audio/flac")

    @pytest.mark.anyio
    async def test_what_is_open_is_listed_by_key(self, multipart: MultipartUploads) -> None:
        keys = [blob_key("b/2"), blob_key("a/1"), blob_key("b/1")]
        ids = {key: await multipart.open(key, content_type="audio/flac") for key in keys}
        found = [open_ async for open_ in multipart.list_open()]

        assert [(open_.key, open_.upload_id) for open_ in found] == sorted(ids.items())
        assert all(open_.started_at.utcoffset() == timedelta() for open_ in found)
        assert [open_.key async for open_ in multipart.list_open("b/")] == ["b/1", "b/2"]

    @pytest.mark.anyio
    @pytest.mark.parametrize("body", [b"", b"12345", b"1234567", b"1" * 3_000_000], ids=len)
    async def test_more_or_fewer_bytes_than_promised_are_refused(
        self, sender: _Sender, body: bytes
    ) -> None:
        kept = await sender.send(1, b"before")
        fetched = await sender.put(await sender.request(1, 6), body)

        assert 400 <= fetched.status < 500
        assert [part.etag for part in await sender.come()] == [kept.etag]

    @pytest.mark.anyio
    @pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
    async def test_another_method_is_refused(self, sender: _Sender, method: str) -> None:
        fetched = await sender.put(await sender.request(1, 3), b"123", method)

        assert 400 <= fetched.status < 500
        assert await sender.come() == []

    @pytest.mark.anyio
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    async def test_a_url_to_write_does_not_read(self, sender: _Sender, method: str) -> None:
        tag = await sender.send(1, b"123")
        await sender.multipart.complete(_KEY, sender.upload_id, [tag])
        fetched = await sender.put(await sender.request(1, 3), b"", method)

        assert 400 <= fetched.status < 500
        assert fetched.body != b"123"

    @pytest.mark.anyio
    async def test_a_url_that_has_expired_is_refused(self, sender: _Sender) -> None:
        request = await sender.request(1, 3, expires_in=-timedelta(days=1))

        assert (await sender.put(request, b"123")).status in {400, 403}
        assert await sender.come() == []

    @pytest.mark.anyio
    async def test_a_url_that_is_changed_anywhere_is_refused(self, sender: _Sender) -> None:
        request = await sender.request(1, 3)
        address, _, query = request.url.partition("?")
        pairs = query.split("&")
        changed = [
            f"{address}?{'&'.join([*pairs[:at], _other(pairs[at]), *pairs[at + 1 :]])}"
            for at in range(len(pairs))
        ]
        cut = [f"{address}?{'&'.join([*pairs[:at], *pairs[at + 1 :]])}" for at in range(len(pairs))]
        elsewhere = request.url.replace("large", "small", 1)
        statuses = {
            url: (await sender.sends("PUT", url, b"123", dict(request.headers))).status
            for url in [*changed, *cut, elsewhere, address]
        }

        assert {url for url, status in statuses.items() if not 400 <= status < 500} == set()
        assert await sender.come() == []

    @pytest.mark.anyio
    async def test_as_many_urls_are_made_as_there_may_be_parts(self, sender: _Sender) -> None:
        parts = [
            PartToCome(number=number, size=SMALLEST_PART) for number in range(1, MOST_PARTS + 1)
        ]
        until = sender.now + _LIFE
        requests = await sender.multipart.part_urls(_KEY, sender.upload_id, parts, expires_at=until)

        assert [request.number for request in requests] == [part.number for part in parts]
        assert len({request.url for request in requests}) == MOST_PARTS

    @pytest.mark.anyio
    async def test_an_upload_goes_by_its_own_key_only(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        tag, other = await sender.send(1, b"123"), blob_key("audio/01J/other.flac")

        with pytest.raises(MultipartNotFound):
            await sender.multipart.complete(other, sender.upload_id, [tag])
        with pytest.raises(MultipartNotFound):
            _ = [part async for part in sender.multipart.parts(other, sender.upload_id)]
        await sender.multipart.abort(other, sender.upload_id)
        assert len(await sender.come()) == 1
        assert [entry async for entry in store.list()] == []

    @pytest.mark.anyio
    async def test_the_bytes_of_a_large_blob_are_the_right_ones(
        self, store: BlobStore, sender: _Sender
    ) -> None:
        bodies = [bytes([number]) * SMALLEST_PART for number in range(1, 4)] + [b"rest"]
        tags = [await sender.send(number, body) for number, body in enumerate(bodies, 1)]
        await sender.multipart.complete(_KEY, sender.upload_id, tags)
        digest = hashlib.sha256()
        async for piece in store.read(_KEY):
            digest.update(piece)

        assert digest.digest() == hashlib.sha256(b"".join(bodies)).digest()


def _other(pair: str) -> str:
    """A parameter with another value of the same kind."""
    name, _, value = pair.partition("=")
    last = value[-1:]
    return f"{name}={value[:-1]}{'1' if last != '1' else '2'}"
