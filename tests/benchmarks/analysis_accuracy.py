"""How well the analyzer hears, and how fast: a table over the recordings of the manifest.

Run it as `python -m tests.benchmarks.analysis_accuracy`; `PHANTOM_TEST_DATA` names the recordings,
`../shared/data` by default. Beside it runs librosa's own recipe: `beat_track`, and `chroma_cqt`
with Krumhansl's profiles. Loops of one bar are repeated to 20 seconds, for both.

Acc1: tempo within 4 %. Acc2: also two or three times it, or a half or a third. 1 %: within that.
Top 3: within 4 % among three candidates. F: beats within 70 ms, the first five seconds left out;
F any: the best of the beats, every second one, those between, and both. Late: by how many ms the
beats that hit are late, in the middle. Key: MIREX's weights (1 right, .5 a fifth above, .3
relative, .2 parallel). Speed is seconds of audio per second of processor time, decoding included.

Then an hour of music goes through the worker, which tells how much memory that took.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel
import attrs
import librosa
import numpy as np
import soundfile
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from phantom_adapters.audio.librosa_analyzer import ANALYZER_VERSION, LibrosaAnalyzer
from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.listening import listen

DATA: Final = Path(os.environ.get("PHANTOM_TEST_DATA", "../shared/data")) / "audio"
TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
SHARPS: Final = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}
KRUMHANSL: Final = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)


@attrs.frozen(kw_only=True)
class Heard:
    """What somebody heard in a recording: tempi with the likeliest first, beats, key."""

    tempi: Sequence[float]
    beats: Sequence[float]
    key: str | None


Listener = Callable[[Path], Heard]


def phantom(path: Path) -> Heard:
    """Hear with Phantom's analyzer."""
    result, _ = listen(path, AudioLimits(), lambda _stage, _share: None)
    key = None if result.key.tonic is None else f"{result.key.tonic} {result.key.mode}"
    tempi = [float(each.bpm) for each in result.tempo.candidates]
    return Heard(tempi=tempi, beats=result.beats, key=key)


def plain_librosa(path: Path) -> Heard:
    """Hear as librosa's tutorials do."""
    samples, rate = librosa.load(path, sr=22050)
    tempo, beats = librosa.beat.beat_track(y=samples, sr=rate, units="time")
    tones = librosa.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1)
    fits = [
        np.corrcoef(tones, np.roll(profile, tonic))[0, 1]
        for profile in KRUMHANSL
        for tonic in range(12)
    ]
    best = int(np.argmax(fits))
    key = f"{TONICS[best % 12]} {'major' if best < 12 else 'minor'}"
    return Heard(tempi=[float(np.atleast_1d(tempo)[0])], beats=list(map(float, beats)), key=key)


def f_measure(heard: Sequence[float], truth: Sequence[float]) -> tuple[float, list[float]]:
    """The F-measure within 70 ms after the first 5 s, and how late each hit is, in seconds."""
    heard = [beat for beat in heard if beat >= 5]
    truth = [beat for beat in truth if beat >= 5]
    late: list[float] = []
    ours = theirs = 0
    while ours < len(heard) and theirs < len(truth):
        distance = heard[ours] - truth[theirs]
        if abs(distance) <= 0.07:
            late.append(distance)
        ours += distance <= 0.07
        theirs += distance >= -0.07
    return 2 * len(late) / max(1, len(heard) + len(truth)), late


def any_level(beats: Sequence[float], truth: Sequence[float]) -> float:
    """The best F-measure of the beats, every second one, those between, and both."""
    times = np.asarray(beats)
    between = (times[1:] + times[:-1]) / 2
    levels = [times, times[::2], times[1::2], between, np.sort(np.concatenate([times, between]))]
    return max(f_measure(list(level), truth)[0] for level in levels)


def key_points(heard: str | None, truth: str) -> float:
    """MIREX's weight for a key."""
    if heard is None:
        return 0.0
    (tonic, mode), (true_tonic, true_mode) = _key(heard), _key(truth)
    step = (tonic - true_tonic) % 12
    if mode == true_mode:
        return {0: 1.0, 7: 0.5}.get(step, 0.0)
    relative = 9 if true_mode == "major" else 3
    return {0: 0.2, relative: 0.3}.get(step, 0.0)


def _key(text: str) -> tuple[int, str]:
    tonic, mode = text.split()
    return TONICS.index(SHARPS.get(tonic, tonic)), mode


def near(tempo: float, truth: float, tolerance: float = 0.04) -> bool:
    """Whether a tempo is within a share of another."""
    return abs(tempo / truth - 1) <= tolerance


class Score:
    """Gathers how one listener did."""

    def __init__(self) -> None:
        self._tempo: list[tuple[bool, ...]] = []
        self._beats: list[tuple[float, float]] = []
        self._late: list[float] = []
        self._keys: list[float] = []
        self._sound = self._work = 0.0

    def add(self, entry: dict[str, Any], heard: Heard, sound: float, work: float) -> None:
        """Take in what was heard of an entry, so many seconds long, and the work it took."""
        self._sound += sound
        self._work += work
        if "tempo" in entry:
            self._add_tempo(heard.tempi or [1.0], entry["tempo"])
        if "beats" in entry:
            self._add_beats(heard.beats, entry, sound)
        if "key" in entry:
            self._keys.append(key_points(heard.key, entry["key"]))

    def _add_tempo(self, tempi: Sequence[float], truth: float) -> None:
        octaves = [tempi[0] * factor for factor in (1, 2, 3, 1 / 2, 1 / 3)]
        self._tempo.append(
            (
                near(tempi[0], truth),
                any(near(tempo, truth) for tempo in octaves),
                near(tempi[0], truth, 0.01),
                any(near(tempo, truth) for tempo in tempi[:3]),
            )
        )

    def _add_beats(self, beats: Sequence[float], entry: dict[str, Any], length: float) -> None:
        shift = entry.get("beat_offset_s", 0.0)
        truth = [beat + shift for beat in entry["beats"] if beat + shift < length]
        score, late = f_measure(beats, truth)
        self._beats.append((score, any_level(beats, truth)))
        self._late += late

    def row(self) -> str:
        """The figures, as a line of the table."""
        acc = np.mean(self._tempo, axis=0) if self._tempo else np.full(4, np.nan)
        beats = np.mean(self._beats, axis=0) if self._beats else np.full(2, np.nan)
        late = 1000 * float(np.median(self._late)) if self._late else np.nan
        keys = np.array(self._keys) if self._keys else np.array([np.nan])
        cells = [f"{len(self._tempo):4d}", *(f"{share:6.3f}" for share in acc)]
        cells += [f"{len(self._beats):4d}", *(f"{score:6.3f}" for score in beats), f"{late:+6.1f}"]
        cells += [f"{len(self._keys):4d}", f"{keys.mean():6.3f}", f"{(keys == 1).mean():6.3f}"]
        return " ".join([*cells, f"{self._sound / self._work:7.0f}"])


HEAD: Final = (
    f"{'':28}   n   Acc1   Acc2    1 %  Top 3    n      F  F any   Late    n    Key  exact   Speed"
)


def prepared(entry: dict[str, Any], folder: Path) -> Path:
    """The recording; a loop repeated to 20 seconds."""
    path: Path = DATA / entry["file"]
    if not entry.get("loop"):
        return path
    samples, rate = soundfile.read(path, always_2d=True)
    bar = samples[: round(entry.get("duration", len(samples) / rate) * rate)]
    longer = folder / f"{entry['id']}.wav"
    soundfile.write(longer, np.tile(bar, (-(-20 * rate // len(bar)), 1)), rate)
    return longer


def compare(entries: list[dict[str, Any]], folder: Path) -> dict[tuple[str, str], Score]:
    """Let everybody hear every recording, after a first one that does not count."""
    listeners: dict[str, Listener] = {"phantom": phantom, "librosa": plain_librosa}
    groups = ["all", *sorted({entry["group"] for entry in entries})]
    scores = {(group, name): Score() for group in groups for name in listeners}
    for name, listener in listeners.items():
        listener(prepared(entries[-1], folder))
        for entry in entries:
            path = prepared(entry, folder)
            began = time.process_time()
            heard = listener(path)
            work = time.process_time() - began
            for group in ("all", entry["group"]):
                scores[group, name].add(entry, heard, soundfile.info(path).duration, work)
    return scores


async def hear_an_hour(folder: Path) -> str:
    """Send an hour of music through the worker, and tell what it took."""
    samples, rate = soundfile.read(DATA / "fof_armygeddon.ogg", dtype="int16")
    path = folder / "hour.flac"
    with soundfile.SoundFile(path, "w", rate, samples.shape[1], "PCM_16") as file:
        while file.frames < 3600 * rate:
            file.write(samples)

    async def ignore(_: str, __: float) -> None:
        await anyio.lowlevel.checkpoint()

    with LibrosaAnalyzer() as analyzer:
        result = (await analyzer.analyze(path, on_progress=ignore)).result
        status = Path(f"/proc/{analyzer.worker_pid}/status").read_text()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    speed = result.duration_ms / 1000 / (usage.ru_utime + usage.ru_stime)
    memory = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return (
        f"an hour of FLAC, start of the worker included: speed {speed:.0f}, "
        f"memory {int(memory) // 1024} MiB at most"
    )


def main() -> None:
    """Print the table."""
    entries = json.loads((DATA / "manifest.json").read_text())
    names = ("librosa", "numpy", "scipy", "soxr", "soundfile")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"phantom analyzer {ANALYZER_VERSION}, python {sys.version.split()[0]}, {versions}")
    with tempfile.TemporaryDirectory() as name, threadpool_limits(1):
        scores = compare(entries, Path(name))
        print(HEAD)
        for (group, listener), score in scores.items():
            print(f"{group:14}{listener:14}{score.row()}")
        print(anyio.run(hear_an_hour, Path(name)))


if __name__ == "__main__":
    main()
