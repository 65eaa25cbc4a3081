"""How well somebody heard recordings whose truth is known.

Within 4 %: the tempo. Octave: also two or three times it, a half or a third. 1 %: within that. Top
3: within 4 % among three candidates. F: beats within 70 ms, the first five seconds left out; F any:
the best of the beats, every second one, those between, and both. Late: by how many ms the beats
that hit are late, in the middle. Bars: the F-measure of downbeats, where they are labelled; Meter:
how often the beats of a bar are counted right. Key: MIREX's weights (1 right, .5 a fifth above, .3
relative, .2 parallel), and how often exact. Speed: seconds of audio per second of processor time,
decoding included.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

__all__ = ["HEAD", "Score", "f_measure", "key_points"]

_TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SHARPS: Final = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}
_NEAR, _EXACT = 0.04, 0.01
_WINDOW, _TRIMMED = 0.07, 5.0
_HITS: Final = 0.5

HEAD: Final = (
    f"{'':36}   n  4 %  octave  1 %  top 3    n     F   F any  late    n  bars    n meter    n"
    "   key  exact  speed"
)
"""The names of the columns of `Score.row`."""


def f_measure(heard: Sequence[float], truth: Sequence[float]) -> tuple[float, list[float]]:
    """The F-measure of beats, and how late each hit is, in seconds."""
    heard = [beat for beat in heard if beat >= _TRIMMED]
    truth = [beat for beat in truth if beat >= _TRIMMED]
    late: list[float] = []
    ours = theirs = 0
    while ours < len(heard) and theirs < len(truth):
        distance = heard[ours] - truth[theirs]
        if abs(distance) <= _WINDOW:
            late.append(distance)
        ours += distance <= _WINDOW
        theirs += distance >= -_WINDOW
    return 2 * len(late) / max(1, len(heard) + len(truth)), late


def _any_level(beats: Sequence[float], truth: Sequence[float]) -> float:
    times = np.asarray(beats, float)
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
    return _TONICS.index(_SHARPS.get(tonic, tonic)), mode


def _within(tempo: float, truth: float, tolerance: float = _NEAR) -> bool:
    return abs(tempo / truth - 1) <= tolerance


class Score:
    """Gathers how one listener did."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._tempo: list[tuple[bool, ...]] = []
        self._beats: list[tuple[float, float]] = []
        self._late: list[float] = []
        self._bars: list[float] = []
        self._meter: list[bool] = []
        self._keys: list[float] = []
        self._sound = self._work = 0.0

    def add(self, entry: Mapping[str, Any], heard: Mapping[str, Any], sound: float) -> None:
        """Take in what was heard of an entry of the manifest, so many seconds long."""
        self._sound += sound
        self._work += heard["work"]
        shift = entry.get("beat_offset_s", 0.0)
        if "tempo" in entry:
            self._add_tempo(heard["tempi"] or [1.0], entry["tempo"])
        if "beats" in entry:
            self._add_beats(heard["beats"], _inside(entry["beats"], shift, sound))
        if "downbeats" in entry:
            truth = _inside(entry["downbeats"], shift, sound)
            self._bars.append(f_measure(heard.get("downbeats", ()), truth)[0])
        if "metre" in entry:
            self._meter.append(heard.get("meter") == _beats_per_bar(entry["metre"]))
        if "key" in entry:
            self._keys.append(key_points(heard["key"], entry["key"]))

    def _add_tempo(self, tempi: Sequence[float], truth: float) -> None:
        octaves = [tempi[0] * factor for factor in (1, 2, 3, 1 / 2, 1 / 3)]
        self._tempo.append(
            (
                _within(tempi[0], truth),
                any(_within(tempo, truth) for tempo in octaves),
                _within(tempi[0], truth, _EXACT),
                any(_within(tempo, truth) for tempo in tempi[:3]),
            )
        )

    def _add_beats(self, beats: Sequence[float], truth: list[float]) -> None:
        score, late = f_measure(beats, truth)
        self._beats.append((score, _any_level(beats, truth)))
        # Where most beats are missed, what hits is chance, and says nothing of delay.
        self._late += late if score > _HITS else []

    def row(self) -> str:
        """The figures, as a line of the table."""
        keys = np.array(self._keys)
        cells = [
            *_means(np.array(self._tempo, float), 4),
            *_means(np.array(self._beats), 2),
            f"{1000 * np.median(self._late):+6.1f}" if self._late else "     -",
            *_means(np.array(self._bars)[:, np.newaxis], 1),
            *_means(np.array(self._meter, float)[:, np.newaxis], 1),
            *_means(np.stack([keys, keys == 1], axis=1), 2),
            f"{self._sound / max(self._work, 1e-9):6.0f}",
        ]
        return " ".join(cells)


def _inside(times: Sequence[float], shift: float, length: float) -> list[float]:
    return [time + shift for time in times if time + shift < length]


def _beats_per_bar(metre: str) -> int:
    """The counted beats of a bar: two of 6/8, which is felt in dotted crotchets."""
    upper, lower = map(int, metre.split("/"))
    compound = lower >= 8 and upper % 3 == 0 and upper > 3
    return upper // 3 if compound else upper


def _means(values: Any, width: int) -> list[str]:
    """How many there are, and the mean of each column."""
    if not len(values):
        return ["   -", *["     -"] * width]
    return [f"{len(values):4d}", *(f"{mean:6.3f}" for mean in values.mean(axis=0))]
