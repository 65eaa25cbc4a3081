"""Requests that were tampered with byte by byte: never a fault of the server, and never a hang."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from tests.fuzz.callers import Callers, Surroundings
from tests.fuzz.conftest import FuzzedServer
from tests.use_cases.audio.studio import tone

_REQUESTS: Final = 5_000
_AT_ONCE: Final = 32
_PAUSE: Final = 0.5
_PATIENCE: Final = 20.0
_SEED: Final = 20_261_121

Mutation = Callable[[random.Random, bytearray], None]


def _flip(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _replace(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.randbytes(chance.randrange(1, 8))


def _delete(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.randrange(1, 12)]


def _cut(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(1, len(data) + 1) :]


def _repeat(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place:place] = data[place : place + chance.randrange(1, 40)] * chance.randrange(1, 50)


def _plant(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(_POISONS)


_POISONS: Final = [
    b"\x00",
    b"%00",
    b"%ff%fe",
    b"\\u0000",
    b"\\ud800",
    b"\xff\xfe",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"[" * 3000,
    b'{"a":' * 2000,
    b"../" * 40,
    b"\r\n",
    b"\r\n\r\n",
    b'"',
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Length: 7\r\n",
    b"Expect: 100-continue\r\n",
    b"A" * 70_000,
]
_MUTATIONS: Final[Sequence[Mutation]] = [_flip, _replace, _insert, _delete, _cut, _repeat, _plant]


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


def _tampered(chance: random.Random, seed: bytes) -> bytes:
    data = bytearray(seed)
    for _ in range(chance.randrange(1, 5)):
        if data:
            chance.choice(_MUTATIONS)(chance, data)
    return bytes(data)


async def _answer(host: str, port: int, request: bytes, pause: float = _PAUSE) -> bytes:
    """Send bytes, and read whatever comes until the server ends it.

    To a server that waits for more, the end of the sending is told after a while; told at once,
    it would take the caller for gone, and keep its answer to itself.
    """
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        try:
            begun = await asyncio.wait_for(reader.read(1 << 16), pause)
        except TimeoutError:
            begun = b""
        with suppress(OSError):
            writer.write_eof()
        return begun + await reader.read()
    except (ConnectionError, BrokenPipeError):
        return b""
    finally:
        writer.close()


def _faults(answer: bytes) -> list[bytes]:
    lines = answer.split(b"\r\n")
    return [line for line in lines if line.startswith(b"HTTP/1.1 5")]


async def test_no_tampered_request_brings_the_server_down(server: FuzzedServer) -> None:
    chance, place, token = random.Random(_SEED), urlsplit(server.address), server.sign_in("root")
    host, port = place.hostname or "", place.port or 0
    fine = _seeds_of_recordings(server, token)
    seeds = [*_seeds(server, token), *_seeds_of_meeting(server, token), *fine]
    turns, faulty, answered = asyncio.Semaphore(_AT_ONCE), [], 0

    async def send(request: bytes) -> None:
        nonlocal answered
        async with turns, asyncio.timeout(_PATIENCE):
            answer = await _answer(host, port, request)
        answered += bool(answer)
        if found := _faults(answer):
            faulty.append((found, request))

    for seed in fine:
        answer = await _answer(host, port, seed, _PATIENCE)
        assert answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 101")), (seed, answer)
    async with asyncio.TaskGroup() as group:
        for _ in range(_REQUESTS):
            group.create_task(send(_tampered(chance, chance.choice(seeds))))

    assert faulty == []
    assert answered > _REQUESTS / 2
    assert server.alive()
