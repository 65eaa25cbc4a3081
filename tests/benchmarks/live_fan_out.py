"""What it costs to tell a thousand readers something, beside those who do it too.

Each server runs in a process of its own, on one processor, under uvicorn with uvloop and without
compression; its readers are plain sockets in this process. What is measured is the processor time
of the server's process, all threads together, divided by the number of messages delivered. A
message has 256 bytes. Phantom's are events of its log: committed (in memory), numbered, encoded,
and delivered in order through bounded outboxes; `phantom-each` sends each in a frame of its own,
`phantom` as it comes: what is due within its pace goes into one frame. `asgi-floor` is a loop that
awaits uvicorn's `send`, with nothing around it. Servers take turns; the median is shown.

Run it from the repository: `python -m tests.benchmarks.live_fan_out [--rounds N] [--seconds S]`.
"""

import argparse
import os
import platform
import statistics
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from tests.benchmarks.live.readers import Reader, Server, read_until
from tests.benchmarks.live.servers import SERVERS

_READERS: Final = 1000
_BYTES: Final = 256
_RATES: Final = (10, 50)
_CHOSEN: Final = ("phantom", "phantom-each", "asgi-floor", "channels", "socketio")
_PACKAGES: Final = ("uvicorn", "uvloop", "websockets", "litestar", "python-socketio", "msgspec")

Figures = dict[tuple[str, int], list[tuple[float, float]]]


def main() -> None:
    """Measure, and print a table."""
    chosen = _arguments()
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(processors[1:] or processors))
    figures: Figures = defaultdict(list)
    for _ in range(chosen.rounds):
        for name in chosen.servers:
            for rate, cost, share in _measure(name, chosen.seconds):
                figures[name, rate].append((cost, share))
    _print(figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--servers", nargs="+", default=_CHOSEN, choices=[*SERVERS])
    return parser.parse_args()


def _measure(name: str, seconds: float) -> Iterator[tuple[int, float, float]]:
    """For each rate, the cost of a delivery in seconds, and the share that was delivered."""
    with Server(name) as server:
        readers = [Reader(server) for _ in range(_READERS)]
        heard = 0
        for rate in _RATES:
            heard += round(rate * seconds)
            before, had = server.cpu(), sum(reader.heard for reader in readers)
            server.start(rate, seconds, _BYTES)
            read_until(readers, heard, seconds + 10)
            told = server.finish() * _READERS
            delivered = sum(reader.heard for reader in readers) - had
            yield rate, (server.cpu() - before) / max(delivered, 1), delivered / told
        for reader in readers:
            reader.plain.close()


def _print(figures: Figures) -> None:
    print(f"{_READERS} readers, {_BYTES} bytes a message; server CPU µs per delivery, median")
    print(f"{'server':14}" + "".join(f"{f'{rate}/s':>10}{'arrived':>10}" for rate in _RATES))
    for name in dict.fromkeys(name for name, _ in figures):
        cells = [
            f"{statistics.median(cost for cost, _ in figures[name, rate]) * 1e6:10.2f}"
            f"{min(share for _, share in figures[name, rate]):10.2%}"
            for rate in _RATES
        ]
        print(f"{name:14}" + "".join(cells))
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"Python {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
