"""The instruments of the demo world, made of sines and noise; arrays of samples, mono.

Each note is a function of its pitch and length alone, so a piece sounds the same every time.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LEADS", "RATE", "Samples", "bass", "hat", "kick", "pad", "snare"]

RATE: Final = 22_050
"""Samples a second: enough for what these instruments have to say."""

Samples = npt.NDArray[np.float64]
"""Sound: one channel, 1.0 is full scale."""

_A4: Final = 69
_CYCLE: Final[Samples] = np.linspace(0.0, 1.0, 2049)
_STRING: Final[Samples] = np.asarray(
    np.sum([np.sin(2 * np.pi * n * _CYCLE) / n**1.6 for n in range(1, 9)], axis=0)
)


@lru_cache(maxsize=64)
def pad(note: int, seconds: float) -> Samples:
    """A held tone: two strings a little out of tune, coming and going softly."""
    time = _time(seconds)
    sound = sum(_strings(note, time, cents) for cents in (-4.0, 4.0)) / 2
    edge = np.clip(time / 0.12, 0, 1) * np.clip((seconds - time) / 0.2, 0, 1)
    return np.asarray(sound * edge)


@lru_cache(maxsize=64)
def _pluck(note: int, seconds: float) -> Samples:
    """A plucked string: the higher the partial, the sooner it is gone."""
    time = _time(seconds)
    partials = [
        np.sin(2 * np.pi * _hertz(note) * n * time) * np.exp(-time * (3 + 2.5 * n)) / n
        for n in range(1, 8)
    ]
    return np.asarray(np.sum(partials, axis=0) * _fade(time, seconds))


@lru_cache(maxsize=64)
def _bell(note: int, seconds: float) -> Samples:
    """A struck bar of metal, whose second partial is no overtone."""
    time = _time(seconds)
    turns = 2 * np.pi * _hertz(note) * time
    sound = np.sin(turns) * np.exp(-time * 5) + 0.4 * np.sin(2.76 * turns) * np.exp(-time * 12)
    return np.asarray(sound * _fade(time, seconds))


@lru_cache(maxsize=64)
def _organ(note: int, seconds: float) -> Samples:
    """A pipe, its octave and its twelfth, let go of early."""
    time = _time(seconds)
    turns = 2 * np.pi * _hertz(note) * time
    sound = 0.6 * np.sin(turns) + 0.3 * np.sin(2 * turns) + 0.2 * np.sin(3 * turns)
    return np.asarray(sound * np.clip((0.7 * seconds - time) / 0.05, 0, 1) * _fade(time, seconds))


@lru_cache(maxsize=64)
def _whistle(note: int, seconds: float) -> Samples:
    """A flute an octave up, which trembles a little."""
    time = _time(seconds)
    turns = 4 * np.pi * _hertz(note) * time + 0.3 * np.sin(2 * np.pi * 5.5 * time)
    edge = np.clip(time / 0.05, 0, 1) * np.clip((seconds - time) / 0.15, 0, 1)
    return np.asarray(0.7 * np.sin(turns) * edge)


@lru_cache(maxsize=64)
def bass(note: int, seconds: float) -> Samples:
    """A round low tone."""
    time = _time(seconds)
    wave = np.sin(2 * np.pi * _hertz(note) * time) + 0.3 * np.sin(4 * np.pi * _hertz(note) * time)
    return np.asarray(wave * np.exp(-time * 1.5) * _fade(time, seconds))


LEADS: Final[Mapping[str, Callable[[int, float], Samples]]] = MappingProxyType(
    {"bell": _bell, "organ": _organ, "pluck": _pluck, "whistle": _whistle}
)
"""What can lead: from a MIDI note number and seconds to a sound."""


def kick() -> Samples:
    """A drum whose pitch falls."""
    time = _time(0.28)
    return np.asarray(np.sin(2 * np.pi * (48 * time - 9 * np.exp(-time * 28))) * np.exp(-time * 14))


def snare(chance: np.random.Generator) -> Samples:
    """Noise over a short tone."""
    time = _time(0.2)
    noise = chance.standard_normal(time.size) * np.exp(-time * 22)
    return np.asarray(0.5 * noise + 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-time * 30))


def hat(chance: np.random.Generator) -> Samples:
    """A click of high noise."""
    time = _time(0.06)
    noise = np.diff(chance.standard_normal(time.size + 1))
    return np.asarray(0.5 * noise * np.exp(-time * 70))


def _strings(note: int, time: Samples, cents: float) -> Samples:
    """One cycle of a string, run through again and again: cheaper than eight sines."""
    phase = _hertz(note + cents / 100) * time % 1.0
    return np.asarray(np.interp(phase, _CYCLE, _STRING))


def _hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - _A4) / 12))


def _time(seconds: float) -> Samples:
    return np.arange(int(seconds * RATE)) / RATE


def _fade(time: Samples, seconds: float) -> Samples:
    """Begin and end without a click."""
    return np.clip(time / 0.004, 0, 1) * np.clip((seconds - time) / 0.02, 0, 1)
