"""What twenty readers that read nothing cost the twenty beside them, and the server.

All forty sign in; then twenty stop reading. For 12 seconds the server tells them 200 messages of
16 KiB a second. The table says what share reached the readers that read, how much the server's
memory grew for each of the others, how many of those it closed, and how long after the first
message the last of them was. Then Phantom's come back, join from the last event they have found
in their sockets' buffers, and are whole again if they end up with every event, each once.

A reader is stalled once its own machine takes nothing more: before that, its kernel and the
server's hold some megabytes for it, which no server can see. `closed` counts from the first
message, that time included.

Run it from the repository: `python -m tests.benchmarks.live_stalled_readers`.
"""

import argparse
import json
import os
import platform
import select
import threading
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final

import attrs

from tests.benchmarks.live.readers import Reader, Server, read_until
from tests.benchmarks.live.servers import SERVERS, TOPIC

_EACH: Final = 20
_RATE: Final = 200
_BYTES: Final = 16 * 1024
_SECONDS: Final = 12
_MIB: Final = 1 << 20
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar", "python-socketio")


@attrs.frozen(kw_only=True)
class Figures:
    """What was seen.

    Attributes:
        heard: the least share that a healthy reader got.
        growth: bytes of memory for each stalled reader.
        closed: seconds until each closed reader was closed.
        whole: how many were whole again afterwards; `None` where nobody may ask for that.
    """

    heard: float
    growth: float
    closed: Sequence[float]
    whole: int | None


class Watch:
    """Looks at a server's memory, and at who is closed, ten times a second."""

    def __init__(self, server: Server, stalled: Sequence[Reader]) -> None:
        self.most = 0
        self.closed: dict[int, float] = {}
        self._server = server
        self._sockets = {reader.plain.fileno(): reader for reader in stalled}
        self._done = threading.Event()
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def finish(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        poll = select.poll()
        for descriptor in self._sockets:
            poll.register(descriptor, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        while not self._done.wait(0.1):
            self.most = max(self.most, self._server.memory())
            for descriptor, _ in poll.poll(0):
                self.closed.setdefault(descriptor, time.monotonic() - self._begun)
                poll.unregister(descriptor)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", nargs="+", choices=[*SERVERS])
    chosen = parser.parse_args().servers or ["phantom-sqlite", "channels", "socketio"]
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(processors[1:] or processors))
    _print({name: _measure(name) for name in chosen})


def _measure(name: str) -> Figures:
    with Server(name) as server:
        healthy = [Reader(server) for _ in range(_EACH)]
        stalled = [Reader(server) for _ in range(_EACH)]
        _warm(server, healthy)
        before, told = server.memory(), _RATE * _SECONDS
        watch = Watch(server, stalled)
        server.start(_RATE, _SECONDS, _BYTES)
        read_until(healthy, 1 + told, _SECONDS + 10)
        server.finish()
        watch.finish()
        return Figures(
            heard=min(reader.heard - 1 for reader in healthy) / told,
            growth=(watch.most - before) / _EACH,
            closed=sorted(watch.closed.values()),
            whole=_whole(server, stalled, 1 + told) if name.startswith("phantom") else None,
        )


def _warm(server: Server, readers: Sequence[Reader]) -> None:
    """Tell one message, so that what is loaded on first use is."""
    server.start(10, 0.1, _BYTES)
    read_until(readers, 1, 10)
    server.finish()


def _whole(server: Server, stalled: Sequence[Reader], told: int) -> int:
    return sum(_numbers(server, reader, told) == [*range(1, told + 1)] for reader in stalled)


def _numbers(server: Server, reader: Reader, told: int) -> Sequence[int]:
    """The numbers of all events that a reader finds in its buffer, and after coming back."""
    reader.plain.settimeout(2)
    found = [message["seq"] for message in reader.messages() if _is_event(message)]
    again = Reader(server)
    again.plain.settimeout(10)
    data = {"since": found[-1] if found else 0}
    again.send(json.dumps({"type": "session.join", "topic": TOPIC, "data": data}))
    for message in again.messages():
        if _is_event(message):
            found.append(message["seq"])
        if found[-1:] == [told]:
            break
    again.plain.close()
    return found


def _is_event(message: Mapping[str, object]) -> bool:
    return message.get("type") == "analysis.progress"


def _print(figures: Mapping[str, Figures]) -> None:
    print(f"{_EACH} readers read, {_EACH} do not; {_RATE}/s of {_BYTES} bytes for {_SECONDS} s")
    print(f"{'server':14}{'heard':>9}{'MiB each':>10}{'closed':>8}{'after s':>9}{'whole':>7}")
    for name, seen in figures.items():
        after = f"{seen.closed[-1]:.1f}" if seen.closed else "-"
        whole = "-" if seen.whole is None else str(seen.whole)
        print(
            f"{name:14}{seen.heard:9.2%}{seen.growth / _MIB:10.2f}{len(seen.closed):8}"
            f"{after:>9}{whole:>7}"
        )
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
