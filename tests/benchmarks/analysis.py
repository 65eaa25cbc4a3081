"""How well the analyzer hears, how fast, and in how much memory, beside others in the same run.

`python -m tests.benchmarks.analysis [--manifest FILE] [--peers PYTHON]`. The manifest is a JSON
list of recordings, each with `file` beside it and what is known of it: `tempo`, `beats`,
`downbeats`, `metre`, `key`; a `loop` is repeated to 20 seconds. By default it is the one of
`PHANTOM_TEST_DATA`. Beside Phantom run librosa's own recipe and, where the interpreter named by
`--peers` has them, Essentia and madmom, each in a process of its own. The columns are told in
`hearing/scoring.py`.

Recordings fall into two halves by a hash of their file name. Most constants of the analyzer come
from the first half, and from rendered MIDI, and for those the second is a test that they have not
seen. It is none for three: the threshold of the even grid, the weights of its phase, and the
thresholds of bars were set while all labelled recordings and rendered MIDI were looked at. What is
told of beats and bars may therefore be better, in both halves, than on music that is new.

Then it is tried whether fingerprints that are near sound alike: recordings are cut in two, and for
each piece the nearest of all others should be the rest of its recording. At last an hour of music
goes through the worker.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel
import numpy as np
import soundfile

from phantom_adapters.audio.librosa_analyzer import ANALYZER_VERSION, LibrosaAnalyzer
from tests.benchmarks.hearing import listener
from tests.benchmarks.hearing.scoring import HEAD, Score

DATA: Final = Path(os.environ.get("PHANTOM_TEST_DATA", "../shared/data")) / "audio"
OWN: Final = ("phantom", "librosa")
PEERS: Final = ("essentia_multifeature", "essentia_degara", "madmom")
MODULES: Final = {"essentia_multifeature": "essentia", "essentia_degara": "essentia"}
THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
READ_BY_ALL: Final = (".wav", ".flac", ".ogg", ".mp3")
SHORTEST_HALF: Final = 10.0

Entry = dict[str, Any]
"""A recording of the manifest; `path` tells where its sound is."""


def prepared(manifest: Path, folder: Path) -> Iterator[Entry]:
    """The recordings of a manifest, loops repeated to 20 seconds."""
    for number, entry in enumerate(json.loads(manifest.read_text())):
        path = manifest.parent / entry["file"]
        if entry.get("loop"):
            samples, rate = soundfile.read(path, always_2d=True)
            bar = samples[: round(entry.get("duration", len(samples) / rate) * rate)]
            path = folder / f"loop-{number}.wav"
            soundfile.write(path, np.tile(bar, (-(-20 * rate // len(bar)), 1)), rate)
        elif path.suffix not in READ_BY_ALL:
            samples, rate = soundfile.read(path)
            path = folder / f"{path.stem}.wav"
            soundfile.write(path, samples, rate)
        yield {"group": "", **entry, "path": path, "seconds": soundfile.info(path).duration}


def half_of(entry: Entry) -> str:
    """Which half a recording belongs to, by its file name."""
    even = hashlib.sha256(str(entry["file"]).encode()).digest()[0] % 2 == 0
    return "first half" if even else "second half"


def hear(name: str, paths: Sequence[Path], python: str = sys.executable) -> list[dict[str, Any]]:
    """Have somebody listen to files; the last answer tells the memory that it took."""
    lines = "".join(f"{path.resolve()}\n" for path in paths)
    one_thread = dict.fromkeys(THREADS, "1")
    done = subprocess.run(
        [python, listener.__file__, name],
        input=lines,
        env={**os.environ, **one_thread},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def able(python: str) -> list[str]:
    """Which peers an interpreter has."""
    modules = {name: MODULES.get(name, name) for name in PEERS}
    return [
        name
        for name, module in modules.items()
        if not subprocess.run(
            [python, "-c", f"import {module}"], capture_output=True, check=False
        ).returncode
    ]


def groups_of(entry: Entry) -> tuple[str, ...]:
    """The rows of the table that a recording counts in."""
    return ("all", half_of(entry), str(entry["group"]))


def compare(entries: Sequence[Entry], peers: str) -> None:
    """Let everybody hear every recording, and print the table."""
    chosen = [(name, sys.executable) for name in OWN] + [(name, peers) for name in able(peers)]
    groups = list(dict.fromkeys(group for entry in entries for group in groups_of(entry)))
    scores = {(group, name): Score() for group in sorted(groups) for name, _ in chosen}
    memory = {}
    for name, python in chosen:
        *answers, last = hear(name, [entry["path"] for entry in entries], python)
        memory[name] = last["memory"]
        for entry, heard in zip(entries, answers, strict=True):
            for group in groups_of(entry):
                scores[group, name].add(entry, heard, entry["seconds"])
    print(HEAD)
    for (group, name), score in scores.items():
        print(f"{group:14}{name:22}{score.row()}")
    print("memory in MiB: " + ", ".join(f"{name} {most:.0f}" for name, most in memory.items()))


def recall(entries: Sequence[Entry], folder: Path) -> str:
    """Cut recordings in two, and see whether the rest of each is the nearest of all pieces."""
    paths = []
    for number, entry in enumerate(entries):
        samples, rate = soundfile.read(entry["path"])
        if len(samples) < 2 * SHORTEST_HALF * rate:
            continue
        for side, piece in enumerate(np.array_split(samples, 2)):
            paths.append(folder / f"half-{number}-{side}.wav")
            soundfile.write(paths[-1], piece, rate)
    *answers, _ = hear("phantom", paths)
    vectors = np.array([answer["embedding"] for answer in answers])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    likeness = vectors @ vectors.T - 2 * np.eye(len(vectors))
    found = float((likeness.argmax(axis=1) == np.arange(len(vectors)) ^ 1).mean())
    chance = 1 / (len(vectors) - 1)
    return (
        f"fingerprints: of {len(vectors)} halves the nearest is the other half for {found:.3f};"
        f" by chance for {chance:.3f}"
    )


async def hear_an_hour(music: Path, folder: Path) -> str:
    """Send an hour of music through the worker, and tell what it took."""
    samples, rate = soundfile.read(music, dtype="int16", always_2d=True)
    path = folder / "hour.flac"
    with soundfile.SoundFile(path, "w", rate, samples.shape[1], "PCM_16") as file:
        while file.frames < 3600 * rate:
            file.write(samples)

    async def ignore(_: str, __: float) -> None:
        await anyio.lowlevel.checkpoint()

    with LibrosaAnalyzer() as analyzer:
        await analyzer.warm()
        before = _processor_time(analyzer.worker_pid)
        result = (await analyzer.analyze(path, on_progress=ignore)).result
        work = _processor_time(analyzer.worker_pid) - before
        status = Path(f"/proc/{analyzer.worker_pid}/status").read_text()
    memory = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return (
        f"an hour of FLAC through the worker: speed {result.duration_ms / 1000 / work:.0f}, "
        f"memory {int(memory) // 1024} MiB at most"
    )


def _processor_time(pid: int | None) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--manifest", type=Path, default=DATA / "manifest.json")
    parser.add_argument("--peers", default=sys.executable, help="a Python that has Essentia")
    chosen = parser.parse_args()
    names = ("librosa", "numpy", "scipy", "soxr", "soundfile")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"phantom analyzer {ANALYZER_VERSION}, python {sys.version.split()[0]}, {versions}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entries = list(prepared(chosen.manifest, folder))
        compare(entries, chosen.peers)
        print(recall(entries, folder))
        longest = max(entries, key=lambda entry: float(entry["seconds"]))
        print(anyio.run(hear_an_hour, longest["path"], folder))


if __name__ == "__main__":
    main()
