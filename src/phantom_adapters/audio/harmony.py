"""Which tones sound, and the key they speak for.

Harmonic pitch-class profiles (Gomez, 2006): the peaks of long spectra, each counted also for the
tones of which it may be an overtone, folded into one octave of 120 steps. The tuning is read from
them, and 12 tones are left, which are compared with Temperley's profiles (Music and Probability,
2007) of the 24 keys. Pieces tend to end in their key, so the last seconds count once more.
"""

from collections import deque
from typing import Final

import numpy as np

from phantom_adapters.audio.signals import RATE, Doubles, Floats
from phantom_adapters.audio.spectrum import Spectra
from phantom_core.audio.analysis import Key, Mode

__all__ = ["COURSE_RATE", "Tones", "best_key", "fold", "tonic_first", "tuning"]

_FRAME, _HOP = 8192, 4096
COURSE_RATE: Final = RATE / _HOP
"""How many times a second the tones are noted."""

_LOWEST, _HIGHEST = 60.0, 4000.0
_STEPS: Final = 120
_C_IN_HERTZ: Final = 261.6255653
_OVERTONES: Final = (1.0, 0.8, 0.64, 0.512)
_FAINT: Final = 0.01
_SILENT: Final = 1e-5
_FEWEST: Final = round(RATE / _HOP)
_TAIL_FRAMES: Final = round(4 * RATE / _HOP)
_TAIL_WEIGHT: Final = 0.3
_REACH, _WIDTH = 0.7, 0.25
_SURE: Final = 0.25
_UNCLEAR: Final = 0.15

_MAJOR: Final = (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400)
_MINOR: Final = (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330)
_TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_NO_TONES: Final = "The recording holds less than a second of tones."
_NO_KEY: Final = "The tones speak for no key more than for others."


class Tones:
    """Takes mono sound at `RATE` piece by piece and keeps how much of each tone it held."""

    def __init__(self) -> None:
        self._spectra = Spectra(_FRAME, _HOP)
        self._sum = np.zeros(_STEPS)
        self._tail: deque[Doubles] = deque(maxlen=_TAIL_FRAMES)
        self._count = 0
        self._course: list[Floats] = []

    def push(self, samples: Floats) -> None:
        """Hear the next samples."""
        self._add(self._spectra.push(samples))

    def finish(self) -> tuple[Doubles, Doubles]:
        """The 120 steps of the octave from C, over the whole and over the last four seconds.

        Nothing but zeros where less than a second held tones.
        """
        self._add(self._spectra.finish())
        if self._count < _FEWEST:
            return np.zeros(_STEPS), np.zeros(_STEPS)
        return self._sum, np.sum(self._tail, axis=0)

    def course(self) -> Floats:
        """The 12 tones at `COURSE_RATE` (time by tones) as they follow; zeros for no tones."""
        return np.concatenate([np.zeros((0, 12), np.float32), *self._course])

    def _add(self, spectra: Floats) -> None:
        profiles = _profiles(spectra)
        # From half a tone below each C on, so that what is out of tune stays with its tone.
        centred = np.roll(profiles, _STEPS // 24, axis=1).reshape(-1, 12, _STEPS // 12)
        self._course.append(centred.sum(axis=2, dtype=np.float32))
        sounding = profiles[profiles.any(axis=1)]
        self._sum += sounding.sum(axis=0)
        self._tail.extend(sounding[-_TAIL_FRAMES:])
        self._count += len(sounding)


def _profiles(spectra: Floats) -> Doubles:
    """The pitch-class profile of each spectrum, of length 1; zeros where it holds no tones."""
    low, high = int(_LOWEST * _FRAME / RATE), int(_HIGHEST * _FRAME / RATE)
    part = spectra[:, low:high]
    middle = part[:, 1:-1]
    loud = np.maximum(_SILENT, _FAINT * part.max(axis=1, initial=0.0, keepdims=True))
    rows, columns = np.nonzero((middle > part[:, :-2]) & (middle >= part[:, 2:]) & (middle > loud))
    left, peak, right = (np.log(part[rows, columns + step] + 1e-9) for step in (0, 1, 2))
    shift = 0.5 * (left - right) / (left - 2 * peak + right - 1e-9)
    octaves = np.log2((columns + 1 + low + shift) * RATE / _FRAME / _C_IN_HERTZ)
    magnitudes = np.exp(peak - 0.25 * (left - right) * shift)
    flat = np.zeros(len(spectra) * _STEPS)
    for number, weight in enumerate(_OVERTONES, start=1):
        steps = np.rint((octaves - np.log2(number)) * _STEPS).astype(np.int64) % _STEPS
        flat += np.bincount(rows * _STEPS + steps, magnitudes * weight, len(flat))
    profiles = flat.reshape(-1, _STEPS)
    lengths = np.linalg.norm(profiles, axis=1)
    shares: Doubles = profiles / np.maximum(lengths, 1e-12)[:, np.newaxis]
    return shares


def tuning(steps: Doubles) -> float:
    """How far 120 steps of the octave show the tones to be above equal temperament, in tones.

    From -0.5 to 0.5, at a' = 440 Hz: the mean of their places between the tones, on a circle.
    """
    turns = np.exp(2j * np.pi * np.arange(_STEPS) * 12 / _STEPS)
    return float(np.angle((steps * turns).sum()) / (2 * np.pi))


def fold(steps: Doubles) -> Doubles:
    """The 12 tones from C behind 120 steps, after the tuning that these show, of sum 1."""
    offsets = np.arange(_STEPS) * 12 / _STEPS - tuning(steps) - np.arange(12)[:, np.newaxis]
    distance = (offsets + 6) % 12 - 6
    near = np.where(np.abs(distance) < _REACH, np.exp(-0.5 * (distance / _WIDTH) ** 2), 0)
    tones: Doubles = near @ steps
    shares: Doubles = tones / max(tones.sum(), 1e-12)
    return shares


def best_key(whole: Doubles, tail: Doubles) -> Key:
    """The key that 120 steps of the whole and of its end speak for.

    The confidence says how far its correlation is above that of the best other key.
    """
    if not whole.any():
        return Key.unknown(_NO_TONES)
    scores = _correlations(fold(whole))
    clear = float(scores.max())
    scores = scores + _TAIL_WEIGHT * _correlations(fold(tail))
    best = int(scores.argmax())
    lead = float(scores[best] - np.partition(scores, -2)[-2])
    if clear < _UNCLEAR:
        return Key.unknown(_NO_KEY)
    return Key(
        tonic=_TONICS[best % 12],
        mode=Mode.MAJOR if best < 12 else Mode.MINOR,  # noqa: PLR2004 (12 tones to the octave)
        confidence=round(min(1.0, lead / _SURE) * min(1.0, clear), 3),
        tuning_cents=round(100 * tuning(whole), 1),
    )


def _correlations(tones: Doubles) -> Doubles:
    """How well 12 tones fit the 12 major, then the 12 minor keys, -1 to 1."""
    rotations = [np.roll(profile, tonic) for profile in (_MAJOR, _MINOR) for tonic in range(12)]
    profiles = np.array(rotations)
    profiles -= profiles.mean(axis=1, keepdims=True)
    centred = tones - tones.mean()
    norms = np.linalg.norm(profiles, axis=1) * np.linalg.norm(centred)
    fits: Doubles = profiles @ centred / np.maximum(norms, 1e-12)
    return fits


def tonic_first(tones: Doubles, key: Key) -> Doubles:
    """The 12 tones turned so that the tonic comes first; the strongest, when there is no key."""
    first = int(tones.argmax()) if key.tonic is None else _TONICS.index(key.tonic)
    return np.roll(tones, -first)
