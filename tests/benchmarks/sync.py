"""How fast three replicas' work is merged, beside pycrdt and loro.

W1: 1,000 entities with 5 fields; three who are offline write 100,000 fields in six hours, each a
transaction, and then give each other a delta. W1 live: the same writes, each a message that the two
others apply when all have made ten. W2: a clip of 2,000 notes with 6 fields; three who are offline
make 30,000 edits (40 % add, 20 % remove, 40 % give a field its value), and exchange deltas. Load:
W1's document from its snapshot, in a process that has done nothing else; loro puts off most of that
until values are read.

The ids, values, times and order are the same for each engine; each row runs in a process of its
own, in rounds in which the engines take turns. The table has medians of processor time. Encoding
counts in merging, decoding in applying. Phantom finds conflicts while it merges, and keeps all that
was lost; the others do not tell of them. `last writer` says for how many fields that all three had
written the truly last of these values stands in the end, with clocks that are 1,000 ms behind to
700 ms ahead. `times as good` is the median of each round's ratio, and above 1 where Phantom is
better.

Run it from the repository:
`python -m tests.benchmarks.sync [--rounds N] [--engines NAME...] [--rows NAME...]`.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path
from typing import Final

import attrs

_ROOT: Final = Path(__file__).resolve().parents[2]
_ENGINES: Final = ("phantom", "pycrdt", "loro")

Round = dict[tuple[str, str], dict[str, float]]
"""What one round found: engine and row -> figure -> value."""


@attrs.frozen
class Line:
    """A line of the table."""

    row: str
    figure: str
    title: str
    more_is_better: bool = False


_LINES: Final = (
    Line("w1", "writes", "W1 local writes/s", more_is_better=True),
    Line("w1", "merge", "W1 merge, s"),
    Line("w1", "listing", "W1 list conflicts, ms"),
    Line("w1", "conflicts", "W1 conflicts told", more_is_better=True),
    Line("w1", "bytes", "W1 delta, bytes/op"),
    Line("w1", "snapshot", "W1 snapshot, kB"),
    Line("w1", "last", "W1 last writer, %", more_is_better=True),
    Line("history", "history", "W1 history, bytes/op"),
    Line("live", "applies", "W1 live applies/s", more_is_better=True),
    Line("live", "bytes", "W1 live, bytes/op"),
    Line("w2", "writes", "W2 local writes/s", more_is_better=True),
    Line("w2", "merge", "W2 merge, s"),
    Line("w2", "bytes", "W2 delta, bytes/op"),
    Line("load", "load", "load, ms"),
    Line("load", "read", "load and read all, ms"),
    Line("load", "memory", "load, MB of memory"),
)
_ROWS: Final = tuple(dict.fromkeys(line.row for line in _LINES))


def _measured(engine: str, row: str, folder: Path) -> dict[str, float]:
    snapshot = folder / engine
    if row == "load" and not snapshot.exists():
        _measured(engine, "w1", folder)
    program = ["-m", "tests.benchmarks.merging.measure", engine, row, str(snapshot)]
    run = subprocess.run(
        [sys.executable, *program],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _round(engines: Sequence[str], rows: Sequence[str], folder: Path) -> Round:
    return {(engine, row): _measured(engine, row, folder) for row, engine in product(rows, engines)}


def _median(rounds: Sequence[Round], line: Line, engine: str) -> float | None:
    values = [found[engine, line.row].get(line.figure) for found in rounds]
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _ratio(rounds: Sequence[Round], line: Line, peer: str) -> float | None:
    """How many times as good as a peer Phantom is."""
    ratios = []
    for found in rounds:
        mine = found["phantom", line.row].get(line.figure)
        other = found[peer, line.row].get(line.figure)
        if mine is None or other is None:
            return None
        ratios.append(mine / other if line.more_is_better else other / mine)
    return statistics.median(ratios)


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'-':>12}"
    return f"{value:12,.0f}" if value >= 1000 else f"{value:12.3g}"


def _print(rounds: Sequence[Round], engines: Sequence[str], rows: Sequence[str]) -> None:
    peers = [engine for engine in engines[1:] if engines[0] == "phantom"]
    heads = [*engines, *(f"x {peer}" for peer in peers)]
    print(f"{'x: times as good as':24}" + "".join(f"{head:>12}" for head in heads))
    for line in _LINES:
        if line.row in rows:
            cells = [_cell(_median(rounds, line, engine)) for engine in engines]
            ratios = [_cell(_ratio(rounds, line, peer)) for peer in peers]
            print(f"{line.title:24}" + "".join([*cells, *ratios]))


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    for package in ("attrs", *_ENGINES[1:]):
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} is not installed"


def _is_installed(engine: str) -> bool:
    try:
        return engine == "phantom" or bool(version(engine))
    except PackageNotFoundError:
        return False


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=_ENGINES, default=_ENGINES)
    parser.add_argument("--rows", nargs="+", choices=_ROWS, default=_ROWS)
    chosen = parser.parse_args()
    engines = [each for each in _ENGINES if each in chosen.engines and _is_installed(each)]
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(engines, chosen.rows, Path(folder)) for _ in range(chosen.rounds)]
    _print(rounds, engines, chosen.rows)
    print(", ".join(_versions()))


if __name__ == "__main__":
    main()
