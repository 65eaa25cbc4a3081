"""Tempo and beats of a recording, from its onset curves, with what else they tell."""

import math
from typing import Final

import attrs
import numpy as np

from phantom_adapters.audio.beats import exact_tempo, pulse_clarity, track
from phantom_adapters.audio.onsets import BEAT_WEIGHTS, ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats
from phantom_adapters.audio.tempo import Pulse, find_pulses
from phantom_core.audio.analysis import Tempo, TempoCandidate
from phantom_core.kernel.quantities import Bpm, Seconds

__all__ = ["Rhythm", "hear_rhythm"]

_SHOWN: Final = 3
_CLEAR: Final = 0.05
_FEWEST: Final = 4
_STANDS_OUT: Final = 1.0
_NO_BEAT: Final = "No steady beat was found."
_TOO_SHORT: Final = "The recording is too short to count a beat."


@attrs.frozen(kw_only=True)
class Rhythm:
    """What the onsets of a recording tell.

    Attributes:
        tempo: beats a minute, or why not.
        beats: when they fall, in seconds.
        features: `onsets_per_second`, and with a tempo `pulse_clarity` and `beat_strength`.
    """

    tempo: Tempo
    beats: tuple[Seconds, ...]
    features: dict[str, float]


def hear_rhythm(curves: Floats) -> Rhythm:
    """Find tempo and beats in onset curves (time by bands)."""
    features = {"onsets_per_second": _onset_rate(curves.sum(axis=1))} if len(curves) else {}
    curve: Floats = curves @ BEAT_WEIGHTS
    pulses = find_pulses(curves) if curve.any() else []
    if not pulses or max(pulse.strength for pulse in pulses) < _strength_of_chance(len(curve)):
        return Rhythm(tempo=Tempo.unknown(_NO_BEAT), beats=(), features=features)
    beats = track(curve, pulses[0].bpm)
    if len(beats) < _FEWEST:
        return Rhythm(tempo=Tempo.unknown(_TOO_SHORT), beats=(), features=features)
    features["pulse_clarity"] = round(pulse_clarity(curve, beats), 4)
    features["beat_strength"] = round(pulses[0].strength, 4)
    times = tuple(Seconds(round(float(beat), 3)) for beat in beats)
    return Rhythm(tempo=_tempo(pulses, beats), beats=times, features=features)


def _tempo(pulses: list[Pulse], beats: Doubles) -> Tempo:
    """The readings as candidates, the first made exact, less sure where the pulse is faint."""
    exact = exact_tempo(beats) or pulses[0].bpm
    ratio = exact / pulses[0].bpm
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
