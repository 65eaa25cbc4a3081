"""Thousands of frames that nobody would send: each is answered, and none is a fault of ours."""

import json
import os
import random
import socket
from collections.abc import Callable, Sequence
from typing import Any, Final

import anyio
import anyio.to_thread
import pytest

from phantom_app.socket import SocketSettings
from tests.socket.server import served, sign_in
from tests.socket.stage import ADA, BOB, Client, of, stage

FRAMES: Final = 5_000
STREAMS: Final = 300
SEED: Final = int(os.environ.get("PHANTOM_TEST_SEED", "20260131"))
PATIENT: Final = SocketSettings(most_bad_frames=10**9, farewell=0.05, linger=0)

GOOD: Final[Sequence[dict[str, Any]]] = [
    {"id": "a", "type": "auth", "token": "ada"},
    {"id": "b", "type": "session.join", "topic": of(ADA), "data": {"since": 0}},
    {"id": "c", "type": "session.leave", "topic": of(ADA), "data": {}},
    {"id": "d", "type": "user.presence", "topic": of(ADA), "data": {"status": "busy"}},
    {"id": "e", "type": "ping", "data": {"t0": 1.5}},
]
ODD: Final[Sequence[Any]] = [
    *(None, True, 0, -1, 1.5, 2**53, 10**20, -(10**400), "", "x" * 300, "\0", "\u202e", "😀"),
    *([], {}, [[]], {"": {}}, "user:", of(BOB), "session.join", "__class__", "01J" * 9),
]


def spoilt(chance: random.Random, value: Any) -> Any:
    """A value with something wrong in it, or not."""
    if chance.random() < 0.25:
        return chance.choice(ODD)
    if isinstance(value, dict):
        changed = {
            chance.choice([name, name, name, "id", "data", "extra"]): spoilt(chance, inner)
            for name, inner in value.items()
        }
        return {name: changed[name] for name in chance.sample([*changed], len(changed))}
    return value


def flipped(chance: random.Random, text: str) -> str:
    """A text with characters changed, dropped, doubled or put in."""
    letters = list(text)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(letters) + 1)
        put = chance.choice(['"', "{", "}", "[", "\\", "\\ud800", "\0", "1e999", "NaN", ",", "é"])
        letters[place : place + chance.randrange(3)] = [put] * chance.randrange(3)
    return "".join(letters)


def noise(chance: random.Random, _: str) -> str:
    """Any text at all."""
    return "".join(
        chr(chance.choice([chance.randrange(128), chance.randrange(0xD800)])) for _ in range(50)
    )


def nested(chance: random.Random, text: str) -> str:
    """A text deep inside something."""
    depth = chance.choice([10, 1_000, 20_000])
    before, after = chance.choice([("[", "]"), ('{"data":', "}")])
    return before * depth + text + after * chance.choice([0, depth])


SPOILERS: Final[Sequence[Callable[[random.Random, str], str]]] = [flipped, noise, nested]


def frame(chance: random.Random) -> str | bytes:
    """One frame to try."""
    text = json.dumps(spoilt(chance, chance.choice(GOOD)))
    if chance.random() < 0.5:
        text = chance.choice(SPOILERS)(chance, text)
    return text.encode() if chance.random() < 0.02 else text


async def answer_to(client: Client, sent: str | bytes) -> dict[str, Any]:
    """The answer to a frame, whatever else is told meanwhile."""
    client.send(sent)
    while True:
        told = await client.next()
        if "ok" in told:
            return told


async def test_every_frame_is_answered_and_none_is_a_fault_of_ours() -> None:
    chance = random.Random(SEED)
    statuses: dict[int, int] = {}
    async with stage(settings=PATIENT) as world:
        client = await world.connect()
        for _ in range(FRAMES):
            sent = frame(chance)
            answer = await answer_to(client, sent)
            status = 200 if answer["ok"] else answer["problem"]["status"]
            statuses[status] = statuses.get(status, 0) + 1
            assert status < 500, (sent, answer)
        pong = await answer_to(client, json.dumps(GOOD[-1]))
        code = client.code

    assert pong["ok"]
    assert code is None
    assert set(statuses) >= {200, 400, 401, 403, 404}


async def test_before_anybody_has_signed_in_no_frame_does_harm() -> None:
    chance = random.Random(SEED + 1)
    async with stage(settings=PATIENT) as world:
        client = await world.request()
        for _ in range(500):
            sent = frame(chance)
            if b'"auth"' not in (sent if isinstance(sent, bytes) else sent.encode("utf-8")):
                answer = await answer_to(client, sent)
                assert answer["problem"]["status"] in {400, 401, 413}, (sent, answer)
        admitted = await client.ask(GOOD[0])

    assert admitted["ok"]


def stream(chance: random.Random) -> bytes:
    """Bytes on an open connection: frames of RFC 6455, more or less."""
    body = frame(chance)
    payload = body if isinstance(body, bytes) else body.encode()
    payload = payload[: chance.choice([0, 5, 125])]
    mask = chance.randbytes(4)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    first = chance.choice([0x81, 0x81, 0x01, 0x80, 0x82, 0x88, 0x89, 0x8A, 0xF1, 0x83])
    second = chance.choice([0x80 | len(payload), len(payload), 0xFE, 0xFF])
    whole = bytearray(bytes([first, second]) + mask + masked)
    if chance.random() < 0.3:
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole * chance.randrange(1, 4))


@pytest.mark.parametrize("lend", [True, False], ids=["uvicorn's wire", "plain asgi"])
async def test_no_bytes_on_a_connection_harm_the_server(*, lend: bool) -> None:
    chance = random.Random(SEED + 2)
    async with served(lend=lend, settings=PATIENT) as server:
        for _ in range(STREAMS):
            sent = [stream(chance) for _ in range(3)]
            await anyio.to_thread.run_sync(intrude, server.port, sent)
        with anyio.fail_after(60):
            async with server.visit() as client:
                welcome = await sign_in(client)

    assert welcome["ok"]


def intrude(port: int, sent: Sequence[bytes]) -> None:
    """Open a connection, send bytes, and go."""
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.sendall(
            b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        plain.recv(4096)
        try:
            for each in sent:
                plain.sendall(each)
        except OSError:
            return
