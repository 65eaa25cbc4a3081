"""MIDI files there and back, beside mido: how fast, and how many are the same afterwards.

Run it from the repository: `python -m tests.benchmarks.midi_files [--rounds N]`. Every file of the
test data goes each way, in one process; a speed is megabytes of files by the processor time of all
of them, the best of the rounds. mido keeps no JSON: it reads a file into its messages, and writes
these again; files that it refuses are left out of its time.
"""

import argparse
import io
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import attrs
from mido import MidiFile

from phantom_core.studio.midi import from_json, join, read, split, to_json, write

_ROOT: Final = Path(__file__).resolve().parents[2]
_DATA: Final = Path(os.environ.get("PHANTOM_TEST_DATA", _ROOT.parent / "shared" / "data")) / "midi"
_MEGABYTE: Final = 1_000_000


@attrs.define
class Score:
    """How somebody did on all files.

    Attributes:
        there: seconds to read them.
        back: seconds to write them.
        exact: how many are the same afterwards.
        size: bytes of those that could be read.
        read: how many those are.
    """

    there: float = 0.0
    back: float = 0.0
    exact: int = 0
    size: int = 0
    read: int = 0

    def add(
        self, data: bytes, reader: Callable[[bytes], Any], writer: Callable[[Any], bytes]
    ) -> None:
        """Take one file there and back."""
        begun = time.process_time()
        try:
            value = reader(data)
            reached = time.process_time()
            again = writer(value)
        except Exception:  # noqa: BLE001 - a peer refuses a file in ways of its own
            return
        self.back += time.process_time() - reached
        self.there += reached - begun
        self.exact += again == data
        self.size += len(data)
        self.read += 1

    def row(self) -> str:
        """The figures, as a line of the table."""
        speeds = [self.size / _MEGABYTE / each for each in (self.there, self.back, self.total)]
        return f"{self.read:6d} {self.exact:6d}" + "".join(f" {speed:8.2f}" for speed in speeds)

    @property
    def total(self) -> float:
        """Seconds there and back."""
        return self.there + self.back


def _mido_writes(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


def _numbered() -> Callable[[], str]:
    names = (f"n{number}" for number in range(10**9))
    return lambda: next(names)


_WAYS: Final[dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bytes]]]] = {
    "phantom, values": (read, write),
    "phantom, JSON data": (lambda data: to_json(read(data)), lambda told: write(from_json(told))),
    "phantom, JSON text": (
        lambda data: json.dumps(to_json(read(data))),
        lambda text: write(from_json(json.loads(text))),
    ),
    "phantom, notes": (
        lambda data: split(read(data), _numbered()),
        lambda parts: write(join(*parts)),
    ),
    "mido": (lambda data: MidiFile(file=io.BytesIO(data)), _mido_writes),
}


def measure(files: Sequence[bytes], rounds: int) -> dict[str, Score]:
    """Take all files each way, so many times; the best counts."""
    best: dict[str, Score] = {}
    for _ in range(rounds):
        for name, (reader, writer) in _WAYS.items():
            score = Score()
            for data in files:
                score.add(data, reader, writer)
            if name not in best or score.total < best[name].total:
                best[name] = score
    return best


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    files = [path.read_bytes() for path in sorted(_DATA.glob("*.mid"))]
    size = sum(map(len, files)) / _MEGABYTE
    print(f"Python {platform.python_version()}, mido {version('mido')}")
    print(f"{len(files)} files, {size:.2f} MB; speeds in MB a CPU second")
    print(f"{'':20}{'read':>6} {'exact':>6} {'there':>8} {'back':>8} {'both':>8}")
    for name, score in measure(files, rounds).items():
        print(f"{name:20}{score.row()}")


if __name__ == "__main__":
    main()
