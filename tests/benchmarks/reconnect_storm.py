"""A thousand listeners are cut off at once, and come back at once, while all goes on.

The server tells 50 messages of 256 bytes a second, in one topic, for 12 seconds. After four of them
every listener's connection is reset, and every listener connects again, signs in, and joins from
the last message it has. It is whole when it has everything up to where the topic stood at its
joining. The table says how long after the cut that was; how many messages somebody missed or
heard twice; which share of a processor the server took before the cut; how many seconds of
processor time it took from the cut until the last was whole, beyond that share; and how often it
read its store meanwhile.

Listeners are protocols on plain sockets in this process. `--spread` has each of them wait by
chance before it comes back, as our client does for up to half a second.

Run it from the repository: `python -m tests.benchmarks.reconnect_storm [--servers NAME...]`.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import socket
import statistics
import struct
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, Final

import attrs
import uvloop

from tests.benchmarks.live.readers import Server
from tests.benchmarks.live.servers import TOPIC

_LISTENERS: Final = 1000
_RATE: Final = 50
_BYTES: Final = 256
_SECONDS: Final = 12
_CALM: Final = 4
_RESET: Final = struct.pack("ii", 1, 0)
_TEXT: Final = 1
_LONG: Final = {126: 2, 127: 8}
_UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: phantom.bearer.ada\r\n\r\n"
)
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar")


class Listener(asyncio.Protocol):
    """Somebody who listens, over one connection after the other.

    Attributes:
        last: the number of the last message; `None` before the first join.
        faults: how many messages were missing, or came again.
        whole_at: when it had everything after it came back.
    """

    def __init__(self) -> None:
        self.last: int | None = None
        self.faults = 0
        self.whole_at: float | None = None
        self._goal: int | None = None
        self._bytes = b""
        self._upgraded = False
        self._transport: Any = None

    @property
    def joined(self) -> bool:
        """Whether it listens."""
        return self._goal is not None

    def cut(self) -> None:
        """Reset the connection."""
        plain = self._transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()
        self._bytes, self._upgraded = b"", False
        self._goal = self.whole_at = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a socket."""
        self._transport = transport
        self._transport.write(_UPGRADE)

    def data_received(self, data: bytes) -> None:
        """Take in what has come."""
        self._bytes += data
        if not self._upgraded:
            head, found, rest = self._bytes.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self._upgraded, self._bytes = True, rest
        while (body := self._next()) is not None:
            said = json.loads(body)
            for message in said if isinstance(said, list) else [said]:
                self._hear(message)

    def _next(self) -> bytes | None:
        """The next whole text."""
        if len(self._bytes) < 2:
            return None
        assert self._bytes[0] & 0x0F == _TEXT, self._bytes
        size = self._bytes[1]
        begin = 2 + _LONG.get(size, 0)
        if begin > 2:
            size = int.from_bytes(self._bytes[2:begin], "big")
        if len(self._bytes) < begin + size:
            return None
        body, self._bytes = self._bytes[begin : begin + size], self._bytes[begin + size :]
        return body

    def _hear(self, message: Any) -> None:
        if "reply" in message:
            self._go_on(message["reply"], message["data"])
        elif message["type"] == "analysis.progress" and self._goal is not None:
            assert self.last is not None
            self.faults += message["seq"] != self.last + 1
            self.last = message["seq"]
            self._look(self._goal)

    def _go_on(self, reply: str | None, data: Any) -> None:
        if reply is None:
            since = {} if self.last is None else {"since": self.last}
            self._send({"id": "j", "type": "session.join", "topic": TOPIC, "data": since})
        else:
            self._goal = data["seq"]
            self.last = data["seq"] if self.last is None else self.last
            self._look(data["seq"])

    def _look(self, goal: int) -> None:
        assert self.last is not None
        if self.whole_at is None and self.last >= goal:
            self.whole_at = time.monotonic()

    def _send(self, frame: Any) -> None:
        raw = json.dumps(frame).encode()
        self._transport.write(b"\x81\xfe" + struct.pack(">H", len(raw)) + bytes(4) + raw)


@attrs.frozen(kw_only=True)
class Figures:
    """What was seen; times in seconds.

    Attributes:
        whole: how long after the cut each listener was whole, in order.
        faults: how many messages were missing, or came again, for all listeners together.
        calm: the share of a processor that the server takes when nothing else happens.
        storm: the processor time that the storm took.
        reads: how often the store was read from the first message to the last.
    """

    whole: Sequence[float]
    faults: int
    calm: float
    storm: float
    reads: int


async def _connect(listener: Listener, port: int, spread: float) -> None:
    await asyncio.sleep(random.uniform(0, spread))
    loop = asyncio.get_running_loop()
    await loop.create_connection(lambda: listener, "127.0.0.1", port)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - a thousand things are looked at, seldom
            await asyncio.sleep(0.01)


async def _measure(server: Server, spread: float) -> Figures:
    listeners = [Listener() for _ in range(_LISTENERS)]
    for some in range(0, _LISTENERS, 100):
        hundred = listeners[some : some + 100]
        await asyncio.gather(*(_connect(each, server.port, 0) for each in hundred))
    await _until(lambda: all(each.joined for each in listeners))
    reads = server.reads()
    server.start(_RATE, _SECONDS, _BYTES)
    await asyncio.sleep(1)
    before = server.cpu()
    await asyncio.sleep(_CALM - 1)
    begun = server.cpu()
    calm = (begun - before) / (_CALM - 1)
    for listener in listeners:
        listener.cut()
    cut_at = time.monotonic()
    await asyncio.gather(*(_connect(each, server.port, spread) for each in listeners))
    await _until(lambda: all(each.whole_at for each in listeners))
    told_for = min(time.monotonic() - cut_at, _SECONDS - _CALM)
    storm = server.cpu() - begun - calm * told_for
    told = await asyncio.to_thread(server.finish)
    await _until(lambda: all(each.last == told for each in listeners))
    return Figures(
        whole=sorted((each.whole_at or 0) - cut_at for each in listeners),
        faults=sum(each.faults for each in listeners),
        calm=calm,
        storm=storm,
        reads=server.reads() - reads,
    )


def _print(name: str, seen: Figures) -> None:
    percentiles = statistics.quantiles(seen.whole, n=100)
    print(
        f"{name:16}{percentiles[49]:8.2f}{percentiles[98]:8.2f}{seen.whole[-1]:8.2f}"
        f"{seen.faults:8}{seen.calm:8.0%}{seen.storm:8.2f}{seen.reads:8}"
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = ["phantom", "phantom-sqlite"]
    parser.add_argument("--servers", nargs="+", choices=known, default=known)
    parser.add_argument("--spread", type=float, default=0)
    chosen = parser.parse_args()
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(processors[1:] or processors))
    print(f"{_LISTENERS} listeners cut at once, {_RATE} messages a second; seconds until whole")
    columns = ("p50", "p99", "max", "faults", "calm", "CPU s", "reads")
    print(f"{'server':16}" + "".join(f"{column:>8}" for column in columns))
    for name in chosen.servers:
        with Server(name) as server:
            _print(name, uvloop.run(_measure(server, chosen.spread)))
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
