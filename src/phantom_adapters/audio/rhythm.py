"""Tempo and beats of a recording, from its onset curves, with what else they tell."""

import math
from typing import Final

import attrs
import numpy as np

from phantom_adapters.audio.bars import count_bars
from phantom_adapters.audio.beats import exact_tempo, on_time, pulse_clarity, track
from phantom_adapters.audio.onsets import BEAT_WEIGHTS, ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats
from phantom_adapters.audio.steadiness import Grid, find_grid
from phantom_adapters.audio.tempo import Pulse, find_pulses
from phantom_core.audio.analysis import Meter, Tempo, TempoCandidate
from phantom_core.kernel.quantities import Bpm, Seconds

__all__ = ["Rhythm", "hear_rhythm"]

_SHOWN: Final = 3
_CLEAR: Final = 0.05
_FEWEST: Final = 4
_STANDS_OUT: Final = 1.0
_NO_BARS: Final = "Without beats there are no bars."
_NO_BEAT: Final = "No steady beat was found."
_TOO_SHORT: Final = "The recording is too short to count a beat."


@attrs.frozen(kw_only=True)
class Rhythm:
    """What the onsets of a recording tell.

    Attributes:
        tempo: beats a minute, or why not.
        beats: when they fall, in seconds.
        meter: which beats begin a bar, or why that is unknown.
        features: `onsets_per_second`, and with a tempo `pulse_clarity` and `beat_strength`.
    """

    tempo: Tempo
    beats: tuple[Seconds, ...]
    meter: Meter
    features: dict[str, float]


def hear_rhythm(curves: Floats, tones: Floats, tones_rate: float) -> Rhythm:
    """Find tempo, beats and bars.

    Args:
        curves: onset curves (time by bands), `ONSET_RATE` points a second.
        tones: the strength of the 12 tones (time by tones).
        tones_rate: how many rows of it a second has.
    """
    features = {"onsets_per_second": _onset_rate(curves.sum(axis=1))} if len(curves) else {}
    curve: Floats = curves @ BEAT_WEIGHTS
    pulses = find_pulses(curves) if curve.any() else []
    if not pulses or max(pulse.strength for pulse in pulses) < _strength_of_chance(len(curve)):
        return _without_beat(_NO_BEAT, features)
    beats, grid = _beats(curves, curve, pulses[0].bpm)
    if len(beats) < _FEWEST:
        return _without_beat(_TOO_SHORT, features)
    features["pulse_clarity"] = round(pulse_clarity(curve, beats), 4)
    features["beat_strength"] = round(pulses[0].strength, 4)
    times = tuple(Seconds(round(float(beat), 3)) for beat in beats)
    exact = 60 * ONSET_RATE / grid.period if grid else exact_tempo(beats)
    return Rhythm(
        tempo=_tempo(pulses, exact),
        beats=times,
        meter=count_bars(beats, curves, tones, tones_rate),
        features=features,
    )


def _without_beat(reason: str, features: dict[str, float]) -> Rhythm:
    meter = Meter.unknown(_NO_BARS)
    return Rhythm(tempo=Tempo.unknown(reason), beats=(), meter=meter, features=features)


def _beats(curves: Floats, curve: Floats, bpm: float) -> tuple[Doubles, Grid | None]:
    """The beats one after the other and, where they hardly stray from it, an even grid instead."""
    found = track(curve, bpm)
    grid = find_grid(curves, exact_tempo(found) or bpm) if len(found) else None
    if grid is None:
        return found, None
    sounding = np.flatnonzero(curve > curve.std() / 2)
    points = grid.beats(len(curve))
    reach = grid.period / 2
    within = (points >= sounding[0] - reach) & (points <= sounding[-1] + reach)
    return on_time(points[within]), grid


def _tempo(pulses: list[Pulse], exact: float | None) -> Tempo:
    """The readings as candidates, the first made exact, less sure where the pulse is faint."""
    ratio = (exact or pulses[0].bpm) / pulses[0].bpm
    candidates = tuple(
        TempoCandidate(
            bpm=Bpm(round(pulse.bpm * ratio, 2)),
            confidence=round(pulse.share * min(1.0, pulses[0].strength / _CLEAR), 3),
        )
        for pulse in pulses[:_SHOWN]
    )
    first = candidates[0]
    return Tempo(bpm=first.bpm, confidence=first.confidence, candidates=candidates)


def _strength_of_chance(points: int) -> float:
    """The strength that hiss of this length hardly reaches; tried on pieces of 2 to 60 s."""
    return 0.01 + 0.9 / math.sqrt(points)


def _onset_rate(curve: Floats) -> float:
    """How many peaks a second stand out from the curve by one deviation."""
    inner = curve[1:-1]
    threshold = curve.mean() + _STANDS_OUT * curve.std()
    peaks = (inner > curve[:-2]) & (inner >= curve[2:]) & (inner > threshold)
    return round(float(np.count_nonzero(peaks)) * ONSET_RATE / len(curve), 3)
