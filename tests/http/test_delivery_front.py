"""A web server in front is left the bytes where it answers as Phantom would, and only there."""

from pathlib import Path
from typing import Final

import attrs
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_app.http.delivery import Answer, Asked, WebServerInFront, answer
from phantom_core.blobs import Preconditions, Presentation, blob_key
from tests.http.delivery_server import EXPIRES, NOW, put

KEY: Final = blob_key("audio/01J/original.flac")
SHOWN: Final = Presentation(content_type="audio/flac", file_name="a song.flac", inline=True)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryBlobStore:
    return DirectoryBlobStore(tmp_path)


async def left(store: DirectoryBlobStore, asked: Asked) -> tuple[Answer, Answer]:
    """What Phantom answers, and what it answers to the web server in front."""
    info = await put(store, KEY, bytes(1000))
    told = answer(asked, info, SHOWN, now=NOW, expires_at=EXPIRES, boundary="b")
    front = WebServerInFront(prefix="/_blobs", place=store.place)
    return told, front.left_to(asked, told, info)


LEFT: Final = {
    "the whole": Asked(),
    "one range": Asked(range="bytes=0-1"),
    "an open range": Asked(range="bytes=500-"),
    "the end": Asked(range="bytes=-5"),
}


@pytest.mark.parametrize("asked", LEFT.values(), ids=LEFT)
async def test_what_is_plain_is_left_to_it(
    store: DirectoryBlobStore, tmp_path: Path, asked: Asked
) -> None:
    _, front = await left(store, asked)
    told = dict(front.headers)
    place = told["X-Accel-Redirect"].removeprefix("/_blobs/")

    assert (front.status, front.body, told["Content-Length"]) == (200, (), "0")
    assert (tmp_path / place).read_bytes() == bytes(1000)
    assert told["Content-Disposition"] == 'inline; filename="a song.flac"'
    assert told["Cache-Control"] == "private, max-age=300"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "Content-Range" not in told


async def test_a_range_whose_condition_holds_is_left_to_it(store: DirectoryBlobStore) -> None:
    info = await put(store, blob_key("audio/other"), bytes(1000))
    asked = Asked(range="bytes=0-1", preconditions=Preconditions(if_range=info.etag))
    _, front = await left(store, asked)

    assert "X-Accel-Redirect" in dict(front.headers)


KEPT: Final = {
    "a HEAD": Asked(head=True),
    "several ranges": Asked(range="bytes=0-1,5-6"),
    "a number past what it reads": Asked(range=f"bytes=900-{2**64}"),
    "a range that is none": Asked(range="bytes=abc"),
    "a range outside": Asked(range="bytes=5000-"),
    "an unknown unit": Asked(range="seconds=0-1"),
    "a range whose condition does not hold": Asked(
        range="bytes=0-1", preconditions=Preconditions(if_range='"other"')
    ),
    "a tag that must match": Asked(preconditions=Preconditions(if_match="*")),
    "a tag that must not match": Asked(preconditions=Preconditions(if_none_match='"other"')),
    "nothing new": Asked(preconditions=Preconditions(if_none_match="*")),
}


@pytest.mark.parametrize("asked", KEPT.values(), ids=KEPT)
async def test_what_is_not_plain_is_answered_here(store: DirectoryBlobStore, asked: Asked) -> None:
    told, front = await left(store, asked)

    assert front == told


async def test_of_an_empty_blob_too_the_whole_is_left_to_it(store: DirectoryBlobStore) -> None:
    info = await put(store, KEY, b"")
    told = answer(Asked(), info, SHOWN, now=NOW, expires_at=EXPIRES, boundary="b")
    front = WebServerInFront(prefix="/_blobs", place=store.place)
    left_to_it = front.left_to(Asked(), told, info)

    assert attrs.asdict(left_to_it)["body"] == ()
    assert "X-Accel-Redirect" in dict(left_to_it.headers)
