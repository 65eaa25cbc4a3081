"""Sending keeps pace with the client, ends with it, and leaves nothing open."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel
import attrs
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_app.http.delivery import Answer, BlobResponse
from phantom_core.blobs import BlobNotFound, BlobStore, ByteRange, blob_key
from phantom_core.kernel.errors import Unavailable
from tests.http.delivery_server import put

KEY: Final = blob_key("audio/01J/original.flac")
DATA: Final = b"".join(number.to_bytes(4, "big") for number in range(1_000_000))


@pytest.fixture
async def store(tmp_path: Path) -> DirectoryBlobStore:
    store = DirectoryBlobStore(tmp_path)
    await put(store, KEY, DATA)
    return store


def whole(size: int = len(DATA)) -> Answer:
    return Answer(status=200, headers=(), body=(ByteRange(0, size),))


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@attrs.define
class Line:
    """A connection to a client that goes away, or stops reading, after some messages."""

    goes_after: int | None = None
    stalls_after: int | None = None
    sent: list[Mapping[str, Any]] = attrs.field(factory=list)
    gone: anyio.Event = attrs.field(factory=anyio.Event)
    stalled: anyio.Event = attrs.field(factory=anyio.Event)

    async def receive(self) -> Mapping[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        self.sent.append(message)
        await anyio.lowlevel.checkpoint()
        if len(self.sent) == self.goes_after:
            self.gone.set()
        if len(self.sent) == self.stalls_after:
            self.stalled.set()
            await anyio.sleep_forever()

    async def serve(self, answer: Answer, store: BlobStore) -> None:
        response: Any = BlobResponse(answer, store, KEY)
        await response({"type": "http"}, self.receive, self.send)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


async def test_all_is_sent_and_the_last_message_says_so(store: DirectoryBlobStore) -> None:
    line = Line()
    await line.serve(whole(), store)

    assert line.body == DATA
    assert [message["more_body"] for message in line.sent[1:]] == [
        *[True] * (len(line.sent) - 2),
        False,
    ]


async def test_no_message_is_larger_than_a_client_should_wait_for(
    store: DirectoryBlobStore,
) -> None:
    line = Line()
    await line.serve(whole(), store)

    assert max(len(message.get("body", b"")) for message in line.sent) <= 1024 * 1024


async def test_an_empty_answer_is_complete(store: DirectoryBlobStore) -> None:
    line = Line()
    await line.serve(Answer(status=304, headers=(), body=()), store)

    assert [message["type"] for message in line.sent] == [
        "http.response.start",
        "http.response.body",
    ]
    assert line.sent[1]["more_body"] is False


async def test_when_the_client_goes_away_reading_ends(store: DirectoryBlobStore) -> None:
    before = open_files()
    line = Line(goes_after=3)
    await line.serve(whole(), store)

    assert 0 < len(line.body) < len(DATA)
    assert open_files() == before


async def test_a_client_that_stalls_and_goes_away_is_let_go(store: DirectoryBlobStore) -> None:
    before = open_files()
    line = Line(stalls_after=3)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(line.serve, whole(), store)
        await line.stalled.wait()
        line.gone.set()

    assert len(line.sent) == 3
    assert open_files() == before


async def test_a_client_that_stalls_is_sent_no_more(store: DirectoryBlobStore) -> None:
    line = Line(stalls_after=3)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(line.serve, whole(), store)
        await line.stalled.wait()
        await anyio.wait_all_tasks_blocked()
        sent = len(line.sent)
        tasks.cancel_scope.cancel()

    assert sent == 3


async def test_a_server_that_stops_leaves_no_file_open(store: DirectoryBlobStore) -> None:
    before = open_files()
    line = Line(stalls_after=2)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(line.serve, whole(), store)
        await line.stalled.wait()
        tasks.cancel_scope.cancel()

    assert open_files() == before


async def test_a_blob_that_has_just_been_deleted_is_refused_before_the_head(
    store: DirectoryBlobStore,
) -> None:
    await store.delete(KEY)
    line = Line()
    with pytest.raises(BlobNotFound):
        await line.serve(whole(), store)

    assert line.sent == []


async def test_a_blob_that_loses_its_end_breaks_the_connection(
    store: DirectoryBlobStore, tmp_path: Path
) -> None:
    async with store.local(KEY) as path:
        (tmp_path / path).write_bytes(DATA[: 1024 * 1024])
    line = Line()
    with pytest.RaisesGroup(Unavailable):
        await line.serve(whole(), store)

    assert not any(message.get("more_body") is False for message in line.sent)
