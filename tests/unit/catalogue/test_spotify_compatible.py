"""A service that is busy, broken, slow or hostile does no harm."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.catalogue.spotify_compatible import SpotifyCompatible, SpotifySettings
from phantom_adapters.web.calls import Patience
from phantom_core.catalog.importing import RefusedRow, Row
from phantom_core.catalog.music_service import ByArtist, InPlaylist, MatchingQuery
from phantom_core.kernel import NotFound, Unavailable
from tests.contracts.spotify_server import CLIENT, Scripted, SpotifyServer, spotify_server

_BUSY = Scripted(429, headers={"Retry-After": "7"})
_BROKEN = Scripted(503)


@attrs.define
class Time:
    """Time that passes only while somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = attrs.field(factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(scope="module")
def only_server() -> Iterator[SpotifyServer]:
    with spotify_server() as server:
        yield server


@pytest.fixture
def server(only_server: SpotifyServer) -> SpotifyServer:
    only_server.script.clear()
    only_server.token_script.clear()
    only_server.asked.clear()
    only_server.given, only_server.life = 0, 3600
    return only_server


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def settings(server: SpotifyServer) -> SpotifySettings:
    return SpotifySettings(
        url=server.url,
        token_url=server.token_url,
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
        patience=Patience(timeout=60.0, largest=100_000),
    )


@pytest.fixture
async def service(settings: SpotifySettings, clock: Time) -> AsyncIterator[SpotifyCompatible]:
    service = SpotifyCompatible(settings, clock=clock, sleep=clock.sleep)
    yield service
    await service.close()


async def _nina(service: SpotifyCompatible) -> list[Row]:
    return [row async for row in service.rows(MatchingQuery(query="nina"))]


def _page(items: list[Any], following: str | None = None) -> Scripted:
    return Scripted(200, json.dumps({"tracks": {"items": items, "next": following}}).encode())


async def test_a_token_is_asked_for_once(service: SpotifyCompatible, server: SpotifyServer) -> None:
    await _nina(service)
    await _nina(service)

    assert server.given == 1


async def test_a_token_is_renewed_before_it_runs_out(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    await _nina(service)
    clock.now += 3569
    await _nina(service)
    assert server.given == 1
    clock.now += 1
    await _nina(service)

    assert server.given == 2


async def test_a_token_that_is_refused_is_replaced(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    await _nina(service)
    server.script.append(Scripted(401))
    rows = await _nina(service)

    assert len(rows) == 2
    assert server.given == 2


async def test_a_client_that_is_refused_is_told_and_not_tried_again(
    settings: SpotifySettings, server: SpotifyServer, clock: Time
) -> None:
    unknown = attrs.evolve(settings, client_secret="wrong")
    service = SpotifyCompatible(unknown, clock=clock, sleep=clock.sleep)

    with pytest.raises(Unavailable, match="does not accept the client's id and secret"):
        await _nina(service)

    assert server.asked == ["/api/token"]
    assert "wrong" not in repr(unknown)
    await service.close()


async def test_what_is_busy_is_asked_again_when_it_says(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    server.script += [_BUSY, _BUSY]
    rows = await _nina(service)

    assert len(rows) == 2
    assert clock.slept == [7.0, 7.0]


async def test_what_is_busy_for_long_is_not_waited_for(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    server.script.append(Scripted(429, headers={"Retry-After": "3600"}))

    with pytest.raises(Unavailable, match="is asked too much") as refusal:
        await _nina(service)

    assert refusal.value.retry_after == 3600
    assert clock.slept == []


@pytest.mark.parametrize("said", ["soon", "-5", "1e9", ""])
async def test_a_time_that_cannot_be_read_is_a_second(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time, said: str
) -> None:
    server.script.append(Scripted(429, headers={"Retry-After": said}))
    await _nina(service)

    assert clock.slept == [1.0]


async def test_what_is_broken_is_asked_again_later_and_later(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    server.script += [_BROKEN, Scripted(500), Scripted(502)]
    rows = await _nina(service)

    assert len(rows) == 2
    assert [
        0.25 <= clock.slept[0] <= 0.5,
        0.5 <= clock.slept[1] <= 1,
        1 <= clock.slept[2] <= 2,
    ] == [True] * 3


async def test_what_stays_broken_is_left_alone_for_a_while(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    server.script += [_BROKEN] * 5
    for _ in range(2):
        with pytest.raises(Unavailable):
            await _nina(service)
    asked = len(server.asked)

    with pytest.raises(Unavailable) as refusal:
        await _nina(service)
    assert len(server.asked) == asked
    assert 0 < refusal.value.retry_after <= 30

    clock.now += 30
    assert len(await _nina(service)) == 2


async def test_a_failure_after_the_pause_begins_another(
    service: SpotifyCompatible, server: SpotifyServer, clock: Time
) -> None:
    server.script += [_BROKEN] * 6
    for _ in range(2):
        with pytest.raises(Unavailable):
            await _nina(service)
    clock.now += 30
    asked = len(server.asked)

    with pytest.raises(Unavailable):
        await _nina(service)
    assert len(server.asked) == asked + 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"[" * 100_000, b"\xff{}", b'{"a": ' + b"9" * 5000 + b"}"]
)
async def test_garbage_is_a_failure_like_others(
    service: SpotifyCompatible, server: SpotifyServer, body: bytes
) -> None:
    server.script += [Scripted(200, body)] * 4

    with pytest.raises(Unavailable, match=r"no JSON object|more than"):
        await _nina(service)


@pytest.mark.parametrize("found", [{}, {"tracks": []}, {"tracks": {"items": {"a": 1}}}])
async def test_objects_of_another_shape_hold_nothing(
    service: SpotifyCompatible, server: SpotifyServer, found: Any
) -> None:
    server.script.append(Scripted(200, json.dumps(found).encode()))

    assert await _nina(service) == []


@pytest.mark.parametrize(
    "track",
    [
        None,
        3,
        "x",
        [],
        {},
        {"name": 5, "artists": "x"},
        {"name": "x", "artists": [{"name": None, "id": "../../x"}]},
        {"name": "\ud800", "artists": [{"name": "y"}]},
        {"name": "x", "artists": [{"name": "y"}], "duration_ms": 1e400},
        {"name": "x", "artists": [{"name": "y"}], "type": "episode"},
    ],
)
async def test_a_track_of_another_shape_is_refused_alone(
    service: SpotifyCompatible, server: SpotifyServer, track: Any
) -> None:
    server.script.append(_page([track, {"name": "Good", "artists": [{"name": "Ann"}]}]))
    rows = await _nina(service)

    assert [isinstance(row, RefusedRow) for row in rows] == [True, False]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://elsewhere.example/v1/search",
        "https://127.0.0.1/v1/search",
        "//elsewhere.example/",
        "http://127.0.0.1:1/",
        "http://127.0.0.1@elsewhere.example/",
        "http://[",
        "file:///etc/passwd",
        "no address",
    ],
)
async def test_a_token_goes_nowhere_else(
    service: SpotifyCompatible, server: SpotifyServer, elsewhere: str
) -> None:
    server.script.append(_page([], elsewhere))

    with pytest.raises(Unavailable, match="another host"):
        await _nina(service)


async def test_redirects_are_not_followed(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    server.script.append(Scripted(302, headers={"Location": f"{server.url}/artists/x"}))

    with pytest.raises(Unavailable, match=r"refuses the call \(302\)"):
        await _nina(service)


async def test_pages_that_never_end_do(service: SpotifyCompatible, server: SpotifyServer) -> None:
    server.script += [_page([], f"{server.url}/search")] * 201

    assert await _nina(service) == []


async def test_an_id_that_the_service_cannot_read_is_not_found(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    server.script.append(Scripted(400, b'{"error": {"message": "Invalid base62 id"}}'))

    with pytest.raises(NotFound):
        [row async for row in service.rows(ByArtist(artist_id="x"))]


async def test_a_service_that_dawdles_is_not_waited_for(
    settings: SpotifySettings, server: SpotifyServer
) -> None:
    hasty = attrs.evolve(settings, patience=Patience(attempts=1, timeout=0.1))
    service, let_go = SpotifyCompatible(hasty), threading.Event()
    server.script.append(Scripted(200, before=let_go.wait))

    with pytest.raises(Unavailable, match="does not answer in time"):
        await _nina(service)

    let_go.set()
    await service.close()


async def test_a_service_that_is_not_there_is_unavailable(
    settings: SpotifySettings, clock: Time
) -> None:
    nowhere = attrs.evolve(settings, token_url="http://127.0.0.1:1/")
    service = SpotifyCompatible(nowhere, clock=clock, sleep=clock.sleep)

    with pytest.raises(Unavailable, match="cannot be reached"):
        await _nina(service)

    await service.close()


async def test_many_who_need_a_token_share_one(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(_nina, service)

    assert server.given == 1


async def test_an_artist_who_is_not_known_has_songs_without_a_genre(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    stranger = {"name": "x", "artists": [{"name": "y", "id": "nobody"}]}
    server.script.append(_page([stranger]))
    (row,) = await _nina(service)

    assert not isinstance(row, RefusedRow)
    assert row.track.genre is None


async def test_a_playlist_without_a_name_is_called_by_its_id(
    service: SpotifyCompatible, server: SpotifyServer
) -> None:
    song = {"track": {"name": "x", "artists": [{"name": "y"}]}}
    server.script += [Scripted(200), Scripted(200, json.dumps({"items": [song]}).encode())]
    (row,) = [row async for row in service.rows(InPlaylist(playlist_id="abc"))]

    assert not isinstance(row, RefusedRow)
    assert row.track.playlist == "abc"
