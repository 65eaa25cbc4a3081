"""Which beats begin a bar: those on which harmonies change and the low instruments play.

Each beat gets a stress: how much the tones after it differ from those before, and how strong its
onsets are, of the low band most. Groups of two, three and four beats are tried from each beat that
could be the first. The winner is where stress is concentrated best, measured as Welch's t between
the beats that begin a group and all others. A group of four also shows as one of two; the longer is
taken unless it is much the weaker.
"""

import math
from typing import Final

import numpy as np

from phantom_adapters.audio.onsets import ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats
from phantom_core.audio.analysis import Meter

__all__ = ["count_bars"]

_GROUPS: Final = (2, 3, 4)
_FEWEST: Final = 16
_CHANGE, _LOW, _ALL = 1.0, 0.5, 0.25
_CLEAR: Final = 3.0
_SURE: Final = 12.0
_PART_OF_LONGER: Final = 0.75
_NO_BEATS: Final = "There are too few beats to tell how they are grouped."
_EVEN: Final = "No beat is stressed enough above the others to begin a bar."


def count_bars(beats: Doubles, curves: Floats, tones: Floats, tones_rate: float) -> Meter:
    """Group beats into bars.

    Args:
        beats: when they fall, in seconds.
        curves: the onset curves (time by bands), `ONSET_RATE` points a second.
        tones: the strength of the 12 tones (time by tones), zeros where nothing sounds.
        tones_rate: how many rows of it a second has.
    """
    if len(beats) < _FEWEST:
        return Meter.unknown(_NO_BEATS)
    stress = _stress(beats, curves, tones, tones_rate)
    readings = {
        (group, first): _lead(stress, group, first) for group in _GROUPS for first in range(group)
    }
    (group, first), lead = max(readings.items(), key=lambda reading: reading[1])
    if group == 2:  # noqa: PLR2004 (of a longer group every second beat is stressed too)
        longer = max(((4, first), (4, first + 2)), key=lambda reading: readings[reading])
        if readings[longer] > _PART_OF_LONGER * lead:
            (group, first), lead = longer, readings[longer]
    if lead < _CLEAR:
        return Meter.unknown(_EVEN)
    others = [other for reading, other in readings.items() if reading != (group, first)]
    rival = min(lead, max(0.0, *others))
    return Meter(
        beats_per_bar=group,
        first_downbeat=first,
        confidence=round(min(1.0, lead / _SURE) * (1 - rival / lead / 2), 3),
    )


def _stress(beats: Doubles, curves: Floats, tones: Floats, tones_rate: float) -> Doubles:
    """How much each beat is stressed, in deviations."""
    at = np.clip(np.rint(beats * ONSET_RATE).astype(np.int64), 1, len(curves) - 2)
    near = np.maximum.reduce([curves[at - 1], curves[at], curves[at + 1]])
    parts = (
        (_CHANGE, _changes(beats, tones, tones_rate)),
        (_LOW, near[:, 0]),
        (_ALL, near.sum(axis=1)),
    )
    stress: Doubles = np.sum([weight * _in_deviations(part) for weight, part in parts], axis=0)
    return stress


def _changes(beats: Doubles, tones: Floats, rate: float) -> Doubles:
    """How far the tones of each beat's time are from those of the beat before, 0 to 1."""
    sums = np.concatenate([np.zeros((1, 12)), np.cumsum(tones, axis=0, dtype=np.float64)])
    middle = np.append(beats, 2 * beats[-1] - beats[-2])
    edges = np.clip(np.rint(middle * rate).astype(np.int64), 0, len(tones))
    spans = sums[np.maximum(edges[1:], np.minimum(edges[:-1] + 1, len(tones)))] - sums[edges[:-1]]
    spans = spans / np.maximum(np.linalg.norm(spans, axis=1, keepdims=True), 1e-9)
    changes: Doubles = 1 - np.sum(spans[1:] * spans[:-1], axis=1)
    return np.concatenate([[np.median(changes)], changes])


def _in_deviations(values: Doubles | Floats) -> Doubles:
    spread = float(values.std())
    centred: Doubles = (values - values.mean()) / (spread or 1.0)
    return centred


def _lead(stress: Doubles, group: int, first: int) -> float:
    """Welch's t of the beats that begin a group over all others."""
    begins = np.arange(len(stress)) % group == first
    on, off = stress[begins], stress[~begins]
    error = math.sqrt(on.var() / len(on) + off.var() / len(off))
    return float((on.mean() - off.mean()) / max(error, 1e-9))
