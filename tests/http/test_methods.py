"""Methods that every address knows: HEAD where there is a GET, and OPTIONS."""

from typing import Any

import anyio
import httpx
import pytest
from litestar import get

from phantom_app.http.app import create_app
from phantom_app.http.routes import server_of
from tests.http.world import World


@pytest.mark.parametrize("path", ["/health/live", "/", "/schema", "/api/users/me", "/api/audio"])
async def test_head_tells_what_get_would_without_the_body(world: World, path: str) -> None:
    ada = await world.someone("ada")
    named = {"X-Request-ID": "one-of-two"}
    got = await ada.send("GET", path, headers=named)
    told = await ada.send("HEAD", path, headers=named)

    assert got.content
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers == got.headers


async def test_head_of_what_is_missing_or_closed_is_a_refusal_without_its_words(
    world: World,
) -> None:
    missing = await world.http.head("/nowhere")
    closed = await world.http.head("/api/users/me")

    assert (missing.status_code, missing.content) == (404, b"")
    assert (closed.status_code, closed.content) == (401, b"")
    assert "www-authenticate" in closed.headers


@pytest.mark.one_server("what is measured is of each process")
async def test_head_changes_nothing_and_is_counted_as_what_it_is(world: World) -> None:
    answer = await world.http.head("/api/auth/login")
    await world.http.head("/health/live")
    series = 'phantom_http_request_seconds_count{method="HEAD",route="/health/live",status="200"}'

    assert answer.status_code == 405
    assert series in world.services.metrics.text().decode()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/users/me", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/api/audio", "GET, HEAD, OPTIONS, POST"),
        ("/api/users/01J00000000000000000000000/follow", "DELETE, OPTIONS, PUT"),
        ("/blobs/a", "GET, HEAD, OPTIONS, PUT"),
    ],
)
async def test_what_is_allowed_is_told_to_everybody_and_by_every_refusal(
    world: World, path: str, allowed: str
) -> None:
    options = await world.http.options(path)
    refused = await world.http.request("TRACE", path)

    assert (options.status_code, options.headers["allow"]) == (204, allowed)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)


@get("/slow", open=True)
async def slow() -> None:
    """Be cancelled, as whatever runs is when the server stops."""
    raise anyio.get_cancelled_exc_class()


async def test_what_runs_when_the_server_stops_is_told_to_come_back(world: World) -> None:
    app: Any = create_app(server_of(world.services), routes=[slow])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://phantom.test") as client:
        answer = await client.get("/slow")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["type"] == "urn:phantom:unavailable"


@pytest.mark.parametrize("path", ["verify/again", "forgot"])
async def test_what_has_nothing_to_say_says_nothing(world: World, path: str) -> None:
    ada = await world.someone("ada")
    body = {"email": "ada@example.org"} if path == "forgot" else None
    answer = await ada.send("POST", f"/api/auth/{path}", body)

    assert (answer.status_code, answer.content) == (202, b"")
