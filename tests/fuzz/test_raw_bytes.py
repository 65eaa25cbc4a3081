"""Requests that were tampered with byte by byte: answered as is documented, and never a hang."""

import asyncio
import json
import random
import re
from collections import Counter
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from tests.fuzz.callers import Callers, Surroundings
from tests.fuzz.conftest import FuzzedServer
from tests.fuzz.tampering import tampered
from tests.use_cases.audio.studio import tone

_REQUESTS: Final = 5_000
_AT_ONCE: Final = 32
_PAUSE: Final = 0.5
_PATIENCE: Final = 60.0
_SEED: Final = 20_261_121
_STATUS: Final = re.compile(rb"^HTTP/1\.1 (\d{3})", re.MULTILINE)
_OF_HTTP: Final = {b"100", b"101", b"405"}
"""Where more is waited for, where a socket begins, and where a path knows no such method."""


def _request(method: str, target: str, token: str, body: object = None) -> bytes:
    told = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {target} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {token}",
        "If-Match: *",
        f"Idempotency-Key: {target}",
        "Content-Type: application/json",
        f"Content-Length: {len(told)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + told


def _form(token: str) -> bytes:
    """A recording that is handed in."""
    field = b'--x\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
    file = field % (b"file", b'; filename="a.wav"\r\nContent-Type: audio/wav', tone(400))
    body = file + field % (b"title", b"", "Zoë".encode()) + b"--x--\r\n"
    head = _request("POST", "/api/audio", token).partition(b"Content-Type:")[0]
    kind = b"Content-Type: multipart/form-data; boundary=x\r\n"
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    return head + kind + length + body


def _range_of(link: str) -> bytes:
    """Some bytes of a file, by its signed URL."""
    lines = [f"GET {link} HTTP/1.1", "Host: localhost", "Range: bytes=10-99,200-", "", ""]
    return "\r\n".join(lines).encode()


def _upgrade(token: str) -> bytes:
    """The way to the socket, and the frame that signs in there."""
    lines = [
        "GET /ws HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "",
    ]
    told = json.dumps({"type": "auth", "token": token}).encode()
    length = b"\x81\xfe" + len(told).to_bytes(2, "big")
    return "\r\n".join(lines).encode() + length + bytes(4) + told


def _seeds_of_recordings(server: FuzzedServer, token: str) -> list[bytes]:
    """Requests about a recording and to the socket, which are answered well as they stand."""
    callers = Callers(server)
    recording = Surroundings(server, callers).recording("root")
    path = f"/api/audio/{recording}"
    link = urlsplit(callers.ask("root", f"{path}/download")["url"])
    words = {"mood": "calm", "tags": ["sea"], "instruments": ["bass"]}
    return [
        _form(token),
        _request("PUT", f"{path}/annotation", token, words),
        _request("POST", f"{path}/analyze", token),
        _request("GET", f"{path}/waveform?points=40", token),
        _range_of(f"{link.path}?{link.query}"),
        _upgrade(token),
    ]


def _seeds(server: FuzzedServer, token: str) -> list[bytes]:
    bob = server.people["bob"]
    user = {"email": "eve@example.org", "username": "eve", "password": "a long enough secret"}
    profile = {"bio": "Zoë", "tags": ["a"], "seeking": {"ages": {"lowest": 20, "highest": 30}}}
    return [
        _request("GET", "/health/live", token),
        _request("GET", "/api/users/me", token),
        _request("GET", "/api/users?q=b&limit=2&cursor=WyJwZW9wbGUiXQ", token),
        _request("GET", f"/api/users/{bob}", token),
        _request("PUT", f"/api/users/{bob}/follow", token),
        _request("PATCH", "/api/users/me", token, {"displayName": "R", "version": 1}),
        _request("PUT", "/api/users/me/profile", token, profile),
        _request("PUT", "/api/users/me/consents", token, {"purpose": "matching", "granted": True}),
        _request("POST", "/api/auth/register", token, user),
        _request("POST", "/api/auth/refresh", token, {"refreshToken": "x" * 86}),
        _request("POST", "/api/reports", token, {"kind": "user", "id": bob, "reason": "x"}),
        _request("GET", "/api/admin/audit?limit=3", token),
        _request("GET", "/schema/openapi.json", token),
        _request("GET", "/blobs/audio/x.wav?exp=1&kid=a&sig=b", token),
    ]


def _seeds_of_meeting(server: FuzzedServer, token: str) -> list[bytes]:
    """Requests about who suits one, what one is told of, and what is kept about one."""
    bob, device = server.people["bob"], "01J9AD7000FRW8A3P3PMM92YTE"
    phone = {"platform": "web", "token": "https://push.example.org/x"}
    booking = {
        "projectId": bob,
        "userId": bob,
        "startTime": "2030-03-31T02:30:00",
        "endTime": "2030-03-31T04:30:00",
        "timeZone": "Europe/Berlin",
    }
    read = {"all": True, "before": "2030-01-01T00:00:00Z"}
    return [
        _request("GET", f"/api/users/{bob}/compatibility", token),
        _request("GET", "/api/matches?status=suggested&limit=2&cursor=WyJtYXRjaGVzIl0", token),
        _request("POST", f"/api/matches/{bob}/like", token),
        _request("GET", "/api/recommendations/users?limit=3", token),
        _request("POST", "/api/bookings", token, booking),
        _request("GET", "/api/notifications?limit=2&cursor=WyJub3RpZmljYXRpb25zIl0", token),
        _request("POST", "/api/notifications/read", token, read),
        _request("PUT", "/api/notifications/preferences", token, {"match": {"push": False}}),
        _request("PUT", f"/api/notifications/devices/{device}", token, phone),
        _request("GET", "/api/users/me/erasure", token),
        _request("POST", "/api/users/me/export", token),
        _request("POST", "/api/admin/retention", token, {"dryRun": True}),
    ]


async def _answer(host: str, port: int, request: bytes, another: bytes = b"") -> bytes:
    """Send bytes, and read whatever comes until the server ends it.

    To a server that waits for more, the end of the sending is told after a while: once `another`
    request that is whole, and was sent later, has been answered. Told at once, it would take the
    caller for gone, and keep its answer to itself.
    """
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        begun = asyncio.ensure_future(reader.read(1 << 16))
        await asyncio.wait({begun}, timeout=_PAUSE if another else None)
        if another and not begun.done():
            await _answer(host, port, another)
        with suppress(OSError):
            writer.write_eof()
        return await begun + await reader.read()
    except (ConnectionError, BrokenPipeError):
        return b""
    finally:
        writer.close()


def _documented(callers: Callers) -> set[bytes]:
    """The statuses that some operation is said to answer with, and HTTP's own; none is a fault."""
    paths = callers.ask("root", "/schema/openapi.json")["paths"]
    found = re.findall(r'"([1-4]\d\d)": ', json.dumps(paths))
    return {*map(str.encode, found)} | _OF_HTTP


async def test_no_tampered_request_brings_the_server_down(
    server: FuzzedServer, tried: Counter[str]
) -> None:
    chance, place, token = random.Random(_SEED), urlsplit(server.address), server.sign_in("root")
    host, port = place.hostname or "", place.port or 0
    fine = _seeds_of_recordings(server, token)
    seeds = [*_seeds(server, token), *_seeds_of_meeting(server, token), *fine]
    documented, whole = _documented(Callers(server)), _request("GET", "/api/users/me", token)
    turns, odd, answered = asyncio.Semaphore(_AT_ONCE), [], 0

    async def send(request: bytes) -> None:
        nonlocal answered
        async with turns, asyncio.timeout(_PATIENCE):
            answer = await _answer(host, port, request, whole)
        tried["tampered requests"] += 1
        answered += bool(answer)
        if not documented.issuperset(found := _STATUS.findall(answer)):
            odd.append((found, request))

    for seed in fine:
        async with asyncio.timeout(_PATIENCE):
            answer = await _answer(host, port, seed)
        assert answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 101")), (seed, answer)
    async with asyncio.TaskGroup() as group:
        for _ in range(_REQUESTS):
            group.create_task(send(tampered(chance, chance.choice(seeds))))

    assert odd == []
    assert answered > _REQUESTS / 2
    assert server.alive()
