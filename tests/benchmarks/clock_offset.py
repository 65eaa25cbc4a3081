"""How far off the server's clock is, as clients see it, beside other ways of telling.

In each of 300 runs, clocks that disagree by chance exchange their times once a second over a
simulated network, whose delays have an exponential law, the same both ways; two minutes with a
drift of 30 ppm, or five with 100 ppm. The table has the median and the 95th percentile of how far
off each way is in the end, in ms. `last sample` believes the last exchange, `min-delay of 8` the
quickest of eight, `median of 200` the middle one of 200. `kalman` is the filter of aiosendspin,
which is shown where that package is installed (it wants Python 3.12).

Then 200 people in whatever networks listen to one song, and ping as our client does. How far apart
any two of them are is in the second table, by how long they have been there.

Run it from the repository: `python -m tests.benchmarks.clock_offset [--seeds N]`.
"""

import argparse
import itertools
import platform
import random
import statistics
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import attrs

from phantom_adapters.client import ClockEstimate, next_pings
from tests.unit.client.network import PATHS, Exchange, Machine, Path, every_second

_LISTENERS: Final = 200
_THERE_FOR: Final = (2, 5, 15, 30, 60)

Estimate = Callable[[Exchange], float]
"""Learns from an exchange, and answers by how many ms the server's clock is ahead."""


@attrs.frozen
class Row:
    """A network, and how long is listened there."""

    name: str
    path: Path
    ppm: float
    seconds: int


_ROWS: Final = (
    *(Row(name, path, 30, 120) for name, path in PATHS.items()),
    Row("mobile, drift", PATHS["mobile"], 100, 300),
)


def _offset(exchange: Exchange) -> float:
    t0, t1, t2, t3 = exchange
    return ((t1 - t0) + (t2 - t3)) / 2


def _delay(exchange: Exchange) -> float:
    t0, t1, t2, t3 = exchange
    return (t3 - t0) - (t2 - t1)


def _last_sample() -> Estimate:
    return _offset


def _least_of_eight() -> Estimate:
    kept: deque[Exchange] = deque(maxlen=8)

    def estimate(exchange: Exchange) -> float:
        kept.append(exchange)
        return _offset(min(kept, key=_delay))

    return estimate


def _median_of_many() -> Estimate:
    kept: deque[float] = deque(maxlen=200)

    def estimate(exchange: Exchange) -> float:
        kept.append(_offset(exchange))
        return statistics.median(kept)

    return estimate


def _phantom() -> Estimate:
    clock = ClockEstimate()

    def estimate(exchange: Exchange) -> float:
        clock.observe(*exchange)
        return clock.offset

    return estimate


def _kalman() -> Estimate:
    from aiosendspin.client.time_sync import SendspinTimeFilter  # noqa: PLC0415 - if it is there

    known = SendspinTimeFilter()

    def estimate(exchange: Exchange) -> float:
        known.update(
            round(_offset(exchange) * 1000),
            round(_delay(exchange) / 2 * 1000),
            round(exchange[3] * 1000),
        )
        offset: float = known.offset
        return offset / 1000

    return estimate


def _ways() -> Mapping[str, Callable[[], Estimate]]:
    ways = {
        "phantom": _phantom,
        "last sample": _last_sample,
        "min-delay of 8": _least_of_eight,
        "median of 200": _median_of_many,
    }
    try:
        _kalman()
    except ImportError:
        return ways
    return {**ways, "kalman": _kalman}


def _machine(path: Path, seed: int, ppm: float) -> Machine:
    chance = random.Random(seed)
    return Machine(path=path, chance=chance, ahead=chance.uniform(-1e6, 1e6), drift=ppm * 1e-6)


def _errors(way: Callable[[], Estimate], row: Row, seeds: int) -> Iterator[float]:
    for seed in range(seeds):
        machine, estimate = _machine(row.path, seed, row.ppm), way()
        found = at = 0.0
        for exchange in every_second(machine, row.seconds):
            found, at = estimate(exchange), exchange[3]
        yield abs(found - machine.offset(at))


def _apart(seconds: float) -> Sequence[float]:
    """How far any two listeners are apart who came so many seconds ago, in ms."""
    wrong = []
    for seed in range(_LISTENERS):
        chance = random.Random(seed)
        path = Path(base=chance.uniform(0.5, 60), jitter=chance.choice([1, 30, 120]))
        listener = _machine(path, seed, chance.uniform(-100, 100))
        clock, now = ClockEstimate(), listener.local(0)
        for exchange in listener.exchanges(next_pings(), now - 1000 * seconds, now):
            clock.observe(*exchange)
        wrong.append(clock.server_time(now))
    return [abs(one - two) for one, two in itertools.combinations(wrong, 2)]


def _cell(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} / {statistics.quantiles(values, n=20)[-1]:.2f}"


def main() -> None:
    """Simulate, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=300)
    seeds = parser.parse_args().seeds
    print(f"Offset error, ms, median / 95th percentile of {seeds} runs")
    print(f"{'':16}" + "".join(f"{row.name:>16}" for row in _ROWS))
    for name, way in _ways().items():
        cells = [f"{_cell([*_errors(way, row, seeds)]):>16}" for row in _ROWS]
        print(f"{name:16}" + "".join(cells))
    print(f"\n{_LISTENERS} listeners, any two of them, ms apart, median / 95th percentile")
    for seconds in _THERE_FOR:
        print(f"after {seconds:2} s {_cell(_apart(seconds)):>16}")
    print(", ".join([f"Python {platform.python_version()}", *_versions("aiosendspin")]))


def _versions(package: str) -> Iterator[str]:
    try:
        yield f"{package} {version(package)}"
    except PackageNotFoundError:
        yield f"{package} is not installed"


if __name__ == "__main__":
    main()
