"""What a request for a socket is answered where there is none."""

from typing import Any

import msgspec
import pytest

from tests.http.world import World

ANSWERS = "websocket.http.response"


async def asked(world: World, path: str, extensions: dict[str, Any]) -> list[dict[str, Any]]:
    """All that a server does about a request for a socket."""
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"phantom.test")],
        "client": ("127.0.0.1", 5000),
        "server": ("phantom.test", 80),
        "subprotocols": [],
        "extensions": extensions,
    }
    done: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        done.append(message)

    await world.app(scope, receive, send)
    return done


@pytest.mark.parametrize("path", ["/", "/wss", "/ws/rooms", "/api/users/me", "/api/nowhere"])
async def test_where_there_is_no_socket_one_is_told_so(world: World, path: str) -> None:
    start, body = await asked(world, path, {ANSWERS: {}})
    problem = msgspec.json.decode(body["body"])

    assert (start["type"], start["status"]) == (f"{ANSWERS}.start", 404)
    assert dict(start["headers"])[b"content-type"] == b"application/problem+json"
    assert (problem["type"], problem["instance"]) == ("urn:phantom:no-such-address", path)


async def test_a_server_that_cannot_say_why_hangs_up(world: World) -> None:
    (done,) = await asked(world, "/wss", {})

    assert done["type"] == "websocket.close"
