"""Bytes that were changed, dropped, doubled or put in."""

import random
from collections.abc import Callable, Sequence
from typing import Final

__all__ = ["tampered"]

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


def tampered(chance: random.Random, seed: bytes) -> bytes:
    """What becomes of some bytes when a few things happen to them."""
    data = bytearray(seed)
    for _ in range(chance.randrange(1, 5)):
        if data:
            chance.choice(_MUTATIONS)(chance, data)
    return bytes(data)
