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
import os
import platform
import random
import socket
import statistics
import struct
import time
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

import attrs
import uvloop

from tests.benchmarks.live.lines import Line, connect, connect_all, until
from tests.benchmarks.live.readers import Server
from tests.benchmarks.live.servers import TOPIC

_LISTENERS: Final = 1000
_RATE: Final = 50
_BYTES: Final = 256
_SECONDS: Final = 12
_CALM: Final = 4
_RESET: Final = struct.pack("ii", 1, 0)
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar")


class Listener(Line):
    """Somebody who listens, over one connection after the other.

    Attributes:
        last: the number of the last message; `None` before the first join.
        faults: how many messages were missing, or came again.
        whole_at: when it had everything after it came back.
    """

    def __init__(self) -> None:
        super().__init__("ada")
        self.last: int | None = None
        self.faults = 0
        self.whole_at: float | None = None
        self._goal: int | None = None

    @property
    def joined(self) -> bool:
        """Whether it listens."""
        return self._goal is not None

    def cut(self) -> None:
        """Reset the connection."""
        plain = self._transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()
        self._goal = self.whole_at = None

    def hear(self, message: Any) -> None:
        """Join, once signed in; then look at what comes."""
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
            self.send({"id": "j", "type": "session.join", "topic": TOPIC, "data": since})
        else:
            self._goal = data["seq"]
            self.last = data["seq"] if self.last is None else self.last
            self._look(data["seq"])

    def _look(self, goal: int) -> None:
        assert self.last is not None
        if self.whole_at is None and self.last >= goal:
            self.whole_at = time.monotonic()


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
    await connect(listener, port)


async def _measure(server: Server, spread: float) -> Figures:
    listeners = [Listener() for _ in range(_LISTENERS)]
    await connect_all(listeners, server.port)
    await until(lambda: all(each.joined for each in listeners))
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
    await until(lambda: all(each.whole_at for each in listeners))
    told_for = min(time.monotonic() - cut_at, _SECONDS - _CALM)
    storm = server.cpu() - begun - calm * told_for
    told = await asyncio.to_thread(server.finish)
    await until(lambda: all(each.last == told for each in listeners))
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
