"""A recording is sent by plan, whatever breaks on the way."""

import asyncio
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from phantom_adapters.client import UploadProgress, upload_recording
from phantom_core.kernel import (
    Conflict,
    NotAuthenticated,
    NotFound,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from tests.http.places import OWN_URLS
from tests.http.world import PASSWORD, Someone, World

MIB = 1024**2
SIZE = 17 * MIB
PARTS = 3

Happening = Callable[[httpx.Request], httpx.Response | None]


class Line(httpx.AsyncBaseTransport):
    """The way to a server, on which things happen.

    Attributes:
        asked: the method and path of each request that was sent.
        before: is shown each request; an answer of its own comes in place of the server's.
        deaf: whether the answer to a request is lost.
    """

    def __init__(self, world: World) -> None:
        self._client = world.http
        self.asked: list[tuple[str, str]] = []
        self.before: Happening = lambda _: None
        self.deaf: Callable[[httpx.Request], bool] = lambda _: False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, request.url.path))
        happened = self.before(request)
        if happened is not None:
            return happened
        way = self._client._transport_for_url(request.url)
        answer = await way.handle_async_request(request)
        if self.deaf(request):
            raise httpx.ReadError("the line broke")
        return answer

    def count(self, method: str) -> int:
        """How many requests there were."""
        return [asked for asked, _ in self.asked].count(method)


def once(method: str, ending: str = "") -> Callable[[httpx.Request], bool]:
    """Whether a request is the first of its kind."""
    seen: list[httpx.Request] = []

    def first(request: httpx.Request) -> bool:
        if request.method == method and request.url.path.endswith(ending):
            seen.append(request)
        return request in seen[:1]

    return first


@pytest.fixture
async def ada(world: World) -> Someone:
    """Somebody with a recording."""
    return await world.someone("ada")


@pytest.fixture
def line(world: World) -> Line:
    """The way to the server."""
    return Line(world)


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """A recording of three parts, none like another."""
    path = tmp_path / "night.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        for number in range(SIZE // MIB):
            file.writeframes(bytes([number, 1]) * (MIB // 2))
    return path


async def sent(line: Line, who: Someone, path: Path, **options: Any) -> Any:
    token = who.signed_in["accessToken"]
    return await upload_recording("http://phantom.test", token, path, transport=line, **options)


async def broken_off(line: Line, who: Someone, path: Path) -> str:
    """Send the first part alone; answer the upload."""
    told: list[UploadProgress] = []
    first = once("PUT")

    def leave(request: httpx.Request) -> None:
        if request.method == "PUT" and not first(request):
            raise KeyError

    line.before = leave
    with pytest.raises(KeyError):
        await sent(line, who, path, at_once=1, on_progress=told.append)
    line.before = lambda _: None
    return told[0].upload_id


async def open_uploads(ada: Someone) -> list[Any]:
    return list((await ada.send("GET", "/api/uploads")).json()["items"])


async def test_a_recording_is_sent_and_told_of_all_the_way(
    line: Line, ada: Someone, night: Path
) -> None:
    told: list[UploadProgress] = []
    details = {"title": "Night", "tags": ["sea"], "visibility": "public"}
    file = await sent(line, ada, night, details=details, on_progress=told.append)

    size = night.stat().st_size
    assert (file["title"], file["tags"], file["visibility"]) == ("Night", ["sea"], "public")
    assert file["sizeBytes"] == size
    assert (told[0].sent, told[-1].sent, told[-1].size) == (0, size, size)
    assert {each.upload_id for each in told} == {file["id"]}
    assert [each.sent for each in told] == sorted(each.sent for each in told)
    assert line.count("PUT") == PARTS


async def test_the_token_is_shown_to_the_server_and_not_where_the_parts_go(
    line: Line, ada: Someone, night: Path
) -> None:
    shown: dict[str, set[bool]] = {}
    line.before = lambda request: shown.setdefault(request.method, set()).add(
        "authorization" in request.headers
    )
    await sent(line, ada, night)

    assert shown == {"POST": {True}, "GET": {True}, "PUT": {False}}


@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
async def test_what_fails_once_is_done_again(
    line: Line, ada: Someone, night: Path, method: str
) -> None:
    fails = once(method)
    line.before = lambda request: httpx.Response(503) if fails(request) else None
    file = await sent(line, ada, night)

    assert file["sizeBytes"] == night.stat().st_size
    assert await open_uploads(ada) == []


@pytest.mark.parametrize("ending", ["/audio", "/complete"])
async def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_there_twice(
    line: Line, ada: Someone, night: Path, ending: str
) -> None:
    line.deaf = once("POST", ending)
    file = await sent(line, ada, night)

    listed = (await ada.send("GET", "/api/audio")).json()["items"]
    assert [each["id"] for each in listed] == [file["id"]]
    assert await open_uploads(ada) == []


@OWN_URLS
async def test_a_part_whose_url_is_too_old_is_sent_to_a_new_one(
    world: World, line: Line, ada: Someone, night: Path
) -> None:
    part = once("PUT")

    def grow_old(request: httpx.Request) -> None:
        if part(request):
            world.clock.advance(hours=2)

    async def token() -> str:
        told = {"login": ada.signed_in["user"]["username"], "password": PASSWORD}
        answer = await world.http.post("/api/auth/login", json=told)
        return str(answer.json()["accessToken"])

    line.before = grow_old
    file = await upload_recording("http://phantom.test", token, night, at_once=1, transport=line)

    assert file["sizeBytes"] == night.stat().st_size
    assert line.count("PUT") == PARTS + 1


async def test_one_goes_on_where_one_was_with_what_is_missing(
    line: Line, ada: Someone, night: Path
) -> None:
    begun = await broken_off(line, ada, night)
    line.asked.clear()
    resumed: list[UploadProgress] = []
    file = await sent(line, ada, night, upload_id=begun, on_progress=resumed.append)

    assert file["id"] == begun
    assert resumed[0].sent == 8 * MIB
    assert line.count("PUT") == PARTS - 1


async def test_one_who_was_cancelled_leaves_the_upload_open(
    line: Line, ada: Someone, night: Path
) -> None:
    begun = asyncio.Event()
    sending = asyncio.create_task(sent(line, ada, night, on_progress=lambda _: begun.set()))
    await begun.wait()
    sending.cancel()
    await asyncio.wait([sending])

    assert sending.cancelled()
    assert len(await open_uploads(ada)) == 1


async def test_who_resumes_what_is_there_already_is_answered_it(
    line: Line, ada: Someone, night: Path
) -> None:
    file = await sent(line, ada, night)
    again = await sent(line, ada, night, upload_id=file["id"])

    assert (again["id"], again["sha256"]) == (file["id"], file["sha256"])


async def test_another_file_is_not_sent_in_place_of_the_one_that_was_begun(
    line: Line, ada: Someone, night: Path
) -> None:
    def stop(_: UploadProgress) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        await sent(line, ada, night, on_progress=stop)
    [begun] = await open_uploads(ada)
    with night.open("ab") as file:
        file.write(b"more")
    with pytest.raises(ValueError, match="does not have the"):
        await sent(line, ada, night, upload_id=begun["id"])

    assert [each["id"] for each in await open_uploads(ada)] == [begun["id"]]
    assert line.count("PUT") == 0


async def test_another_file_of_the_same_size_is_found_out_at_the_end(
    line: Line, ada: Someone, night: Path
) -> None:
    begun = await broken_off(line, ada, night)
    with night.open("r+b") as file:
        file.seek(MIB)
        file.write(b"otherwise")
    with pytest.raises(Conflict, match="SHA-256"):
        await sent(line, ada, night, upload_id=begun)

    assert await open_uploads(ada) == []
    assert (await ada.send("GET", "/api/audio")).json()["items"] == []


async def test_what_the_server_does_not_want_is_told_at_once(
    line: Line, ada: Someone, night: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>")
    with pytest.raises(UnsupportedMedia):
        await sent(line, ada, page)
    page.rename(tmp_path / "page.wav")
    with pytest.raises(UnsupportedMedia):
        await sent(line, ada, tmp_path / "page.wav")
    with pytest.raises(NotFound):
        await sent(line, ada, night, upload_id="0" * 26)
    with pytest.raises(NotAuthenticated):
        await upload_recording("http://phantom.test", "forged", night, transport=line)

    assert await open_uploads(ada) == []


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_patience_has_an_end(line: Line, ada: Someone, night: Path, method: str) -> None:
    line.before = lambda request: httpx.Response(502) if request.method == method else None
    with pytest.raises(Unavailable):
        await sent(line, ada, night, patience=0)


async def test_a_server_that_asks_for_more_patience_than_there_is_is_told_at_once(
    line: Line, ada: Someone, night: Path
) -> None:
    later = {"detail": "later", "status": 503, "retryAfter": 3600}
    told = {"Content-Type": "application/problem+json"}
    line.before = lambda _: httpx.Response(503, json=later, headers=told)
    with pytest.raises(Unavailable) as refused:
        await sent(line, ada, night)

    assert refused.value.retry_after == 3600
    assert len(line.asked) == 1


async def test_a_store_that_has_no_room_for_a_part_is_believed(
    line: Line, ada: Someone, night: Path
) -> None:
    line.before = lambda request: httpx.Response(413) if request.method == "PUT" else None
    with pytest.raises(TooLarge):
        await sent(line, ada, night, at_once=1)

    assert line.count("PUT") == 1


async def test_parts_that_are_taken_and_do_not_come_are_not_sent_for_ever(
    line: Line, ada: Someone, night: Path
) -> None:
    line.before = lambda request: httpx.Response(200) if request.method == "PUT" else None
    with pytest.raises(Unavailable, match="did not come"):
        await sent(line, ada, night, patience=0)
