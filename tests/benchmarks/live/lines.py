"""Connections of clients that are protocols on plain sockets, so that a thousand cost little."""

import asyncio
import json
import struct
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

__all__ = ["Line", "connect", "connect_all", "until"]

_TEXT: Final = 1
_PING: Final = 9
_PONG: Final = 10
_LONG: Final = {126: 2, 127: 8}
_UPGRADE: Final = (
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: phantom.bearer.{token}\r\n\r\n"
)
_BATCH: Final = 100


class Line(asyncio.Protocol):
    """Somebody's connection to the socket, or one after the other."""

    def __init__(self, token: str) -> None:
        self._upgrade = _UPGRADE.format(token=token).encode()
        self._bytes = b""
        self._upgraded = False
        self._transport: Any = None

    @abstractmethod
    def hear(self, message: Any) -> None:
        """Take in one message."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a socket."""
        self._transport = transport
        self._bytes, self._upgraded = b"", False
        self._transport.write(self._upgrade)

    def data_received(self, data: bytes) -> None:
        """Take in what has come."""
        self._bytes += data
        if not self._upgraded:
            head, found, rest = self._bytes.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self._upgraded, self._bytes = True, rest
        while (frame := self._next()) is not None:
            kind, body = frame
            if kind == _PING:
                self._write(_PONG, body)
                continue
            assert kind == _TEXT, frame
            said = msgspec.json.decode(body)
            for message in said if isinstance(said, list) else [said]:
                self.hear(message)

    def send(self, message: Any) -> None:
        """Send a message of at most 65,535 bytes."""
        self._write(_TEXT, json.dumps(message).encode())

    def hang_up(self) -> None:
        """End the connection."""
        self._transport.close()

    def _write(self, kind: int, body: bytes) -> None:
        short = len(body) < min(_LONG)
        length = bytes([0x80 | len(body)]) if short else b"\xfe" + struct.pack(">H", len(body))
        self._transport.write(bytes([0x80 | kind]) + length + bytes(4) + body)

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame: its kind, and what it carries."""
        if len(self._bytes) < 2:
            return None
        kind, size = self._bytes[0] & 0x0F, self._bytes[1]
        begin = 2 + _LONG.get(size, 0)
        if begin > 2:
            size = int.from_bytes(self._bytes[2:begin], "big")
        if len(self._bytes) < begin + size:
            return None
        body, self._bytes = self._bytes[begin : begin + size], self._bytes[begin + size :]
        return kind, body


async def connect(line: Line, port: int) -> None:
    """Connect one to a port of this machine."""
    await asyncio.get_running_loop().create_connection(lambda: line, "127.0.0.1", port)


async def connect_all(lines: Sequence[Line], port: int) -> None:
    """Connect all of them to a port of this machine, a hundred at a time."""
    for first in range(0, len(lines), _BATCH):
        await asyncio.gather(*(connect(line, port) for line in lines[first : first + _BATCH]))


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - a thousand things are looked at, seldom
            await asyncio.sleep(0.01)
