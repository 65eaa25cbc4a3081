"""Readers made of plain sockets, so that the clients of a benchmark cost little, and know all."""

import contextlib
import json
import os
import selectors
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, Self

__all__ = ["Listening", "Reader", "Server", "read_until"]

_ROOT: Final = Path(__file__).resolve().parents[3]
_PATHS: Final = {"channels": "/all", "socketio": "/socket.io/?EIO=4&transport=websocket"}
_MASK: Final = b"\0\0\0\0"


class Server:
    """A server in a process of its own, on a processor of its own if there are two."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.live.servers", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            text=True,
            bufsize=1,
        )
        self.port = int(self._answer())

    def start(self, rate: float, seconds: float, size: int) -> None:
        """Have it tell its readers something."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds} {size}\n")

    def finish(self) -> int:
        """Wait until it has told everything, and say how much that was."""
        return int(self._answer())

    def reads(self) -> int:
        """How often it has read its store so far."""
        assert self._process.stdin is not None
        self._process.stdin.write("reads\n")
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def cpu(self) -> float:
        """Seconds of processor time that all its threads have used."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(path.read_text().split()[0]) for path in tasks) / 1e9

    def memory(self) -> int:
        """Bytes that it holds in memory."""
        status = Path(f"/proc/{self._process.pid}/statm").read_text()
        return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def __enter__(self) -> Self:
        """Run."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()


class Listening(Protocol):
    """A server as its readers know it."""

    @property
    def name(self) -> str:
        """Which one it is."""

    @property
    def port(self) -> int:
        """Where it listens on this machine."""


class Reader:
    """One connection."""

    def __init__(self, server: Listening, token: str = "ada") -> None:  # noqa: S107 - anybody's
        self.plain = socket.create_connection(("127.0.0.1", server.port))
        self.plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = 0
        self._bytes = b""
        path = _PATHS.get(server.name, "/ws")
        offers = f"Sec-WebSocket-Protocol: phantom.bearer.{token}\r\n" if path == "/ws" else ""
        self.plain.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Sec-WebSocket-Version: 13\r\n{offers}\r\n".encode()
        )
        while b"\r\n\r\n" not in self._bytes:
            self._bytes += self.plain.recv(4096)
        assert b" 101 " in self._bytes[:20], self._bytes
        self._bytes = self._bytes.partition(b"\r\n\r\n")[2]
        self._greet(server.name)

    def _greet(self, name: str) -> None:
        if name == "socketio":
            self._next()
            self.send("40")
        if name not in {"channels", "asgi-floor"}:
            self._next()

    def send(self, text: str) -> None:
        """Send a frame of at most 125 bytes, or of at most 65,535."""
        raw = text.encode()
        short = len(raw) < 126
        length = bytes([0x80 | len(raw)]) if short else b"\xfe" + struct.pack(">H", len(raw))
        self.plain.sendall(b"\x81" + length + _MASK + raw)

    def pump(self) -> bool:
        """Take in what has come and count it; false at the end."""
        try:
            came = self.plain.recv(1 << 18)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.heard += came.count(b"#")
        return bool(came)

    def messages(self) -> Iterator[Mapping[str, Any]]:
        """Read on, to the end of the connection, one message after the other."""
        with contextlib.suppress(OSError, EOFError):
            while True:
                value = json.loads(self._next())
                yield from value if isinstance(value, list) else [value]

    def _next(self) -> bytes:
        """The next text frame."""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(self._take(2 if size == 126 else 8), "big")
            body = self._take(size)
            if first & 0x0F == 1:
                return body
            if first & 0x0F == 8:
                raise EOFError

    def _take(self, count: int) -> bytes:
        while len(self._bytes) < count:
            came = self.plain.recv(1 << 18)
            if not came:
                raise EOFError
            self._bytes += came
        taken, self._bytes = self._bytes[:count], self._bytes[count:]
        return taken


def read_until(readers: Sequence[Reader], count: int, seconds: float) -> None:
    """Let everybody read until all have heard so many messages, or that many seconds are over."""
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            reader.plain.setblocking(False)  # noqa: FBT003 - as sockets have it
            selector.register(reader.plain, selectors.EVENT_READ, reader)
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(reader.heard < count for reader in readers):
            for key, _ in selector.select(0.2):
                if not key.data.pump():
                    selector.unregister(key.fileobj)
