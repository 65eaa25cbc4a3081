"""Measures one engine by one workload in this process, and prints what it found as JSON.

Run by `tests.benchmarks.sync`: `python -m tests.benchmarks.merging.measure ENGINE ROWS SNAPSHOT`.
Times are processor time of this process.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.benchmarks.merging import workload
from tests.benchmarks.merging.engine import Replica
from tests.benchmarks.merging.workload import REPLICAS, Workload

__all__ = ["MEASURES", "measured"]

Figures = dict[str, float]

_CLASSES: Final = {
    "phantom": "PhantomReplica",
    "pycrdt": "PycrdtReplica",
    "loro": "LoroReplica",
}


class _Watch:
    """How long something took."""

    seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds += time.process_time() - begun


def _replicas(engine: type[Replica], work: Workload) -> list[Replica]:
    return [engine(number, work.base) for number in range(REPLICAS)]


def _exchanged(engine: type[Replica], work: Workload) -> tuple[list[Replica], Figures]:
    """Three who wrote offline and then told each other all of it."""
    replicas, writing, merging = _replicas(engine, work), _Watch(), _Watch()
    with writing.running():
        for replica, script in zip(replicas, work.scripts, strict=True):
            for op in script:
                replica.write(op)
    with merging.running():
        deltas = [replica.delta() for replica in replicas]
        for replica in replicas:
            for other, delta in zip(replicas, deltas, strict=True):
                if other is not replica:
                    replica.merge(delta)
    _assert_equal(replicas)
    return replicas, {
        "writes": work.count / writing.seconds,
        "merge": merging.seconds,
        "bytes": sum(map(len, deltas)) / work.count,
    }


def _assert_equal(replicas: Sequence[Replica]) -> None:
    first, *others = [replica.state() for replica in replicas]
    assert first, "nothing is left"
    assert all(other == first for other in others), "the replicas differ"


def _properties(engine: type[Replica], snapshot: Path) -> Figures:
    work = workload.property_writes()
    (first, *_), found = _exchanged(engine, work)
    listing = _Watch()
    with listing.running():
        conflicts = first.conflicts()
    if conflicts is not None:
        found |= {"listing": listing.seconds * 1000, "conflicts": conflicts}
    state, words = first.state(), workload.last_words(work)
    kept = sum(state[record][field] == value for (record, field), value in words.items())
    snapshot.write_bytes(first.snapshot())
    return {**found, "last": 100 * kept / len(words), "snapshot": snapshot.stat().st_size / 1000}


def _history(engine: type[Replica], _: Path) -> Figures:
    work = workload.property_writes()
    replicas = _replicas(engine, work)
    written = [
        replica.write(op)
        for replica, script in zip(replicas, work.scripts, strict=True)
        for op in script
    ]
    first, *others = replicas
    for other in others:
        first.merge(other.delta())
    history = first.history(written)
    return {} if history is None else {"history": len(history) / work.count}


def _live(engine: type[Replica], _: Path) -> Figures:
    work = workload.live()
    replicas, hearing, length = _replicas(engine, work), _Watch(), 0
    for begin in range(0, len(work.scripts[0]), workload.AT_ONCE):
        messages = [
            [replica.said(op) for op in script[begin : begin + workload.AT_ONCE]]
            for replica, script in zip(replicas, work.scripts, strict=True)
        ]
        length += sum(len(message) for said in messages for message in said if message)
        with hearing.running():
            for replica in replicas:
                for number, said in enumerate(messages):
                    if replicas[number] is not replica:
                        for message in filter(None, said):
                            replica.hear(number, message)
    _assert_equal(replicas)
    heard = work.count * (REPLICAS - 1)
    return {"applies": heard / hearing.seconds, "bytes": length / work.count}


def _notes(engine: type[Replica], _: Path) -> Figures:
    return _exchanged(engine, workload.note_edits())[1]


def _load(engine: type[Replica], snapshot: Path) -> Figures:
    packed, before, loading = snapshot.read_bytes(), _resident(), _Watch()
    with loading.running():
        replica = engine.loaded(packed)
    loaded = loading.seconds
    with loading.running():
        replica.state()
    gc.collect()
    return {
        "load": loaded * 1000,
        "read": loading.seconds * 1000,
        "memory": (_resident() - before) / 1e6,
    }


def _resident() -> int:
    """Bytes of memory that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


MEASURES: Final[Mapping[str, Callable[[type[Replica], Path], Figures]]] = {
    "w1": _properties,
    "history": _history,
    "live": _live,
    "w2": _notes,
    "load": _load,
}


def measured(engine: str, row: str, snapshot: Path) -> Figures:
    """What a row of measurements found of an engine."""
    module = import_module(f"tests.benchmarks.merging.with_{engine}")
    return MEASURES[row](getattr(module, _CLASSES[engine]), snapshot)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
