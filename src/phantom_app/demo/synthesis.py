"""Playing a piece: from the score to a file."""

import io
import wave
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np

from phantom_app.demo import instruments
from phantom_app.demo.instruments import RATE, Samples
from phantom_app.demo.score import Piece

__all__ = ["play", "wave_file"]

_BOTH: Final = 2
_STEPS: Final = 16
_PEAK: Final = 0.89
_OCTAVE: Final = 12
_ECHOES: Final = ((0.031, 0.22), (0.047, -0.18), (0.083, 0.12), (0.121, -0.08))
_LEVELS: Final = {"kick": 0.9, "snare": 0.4, "hat": 0.15, "bass": 0.35, "arpeggio": 0.3}


def wave_file(piece: Piece, *, channels: int = _BOTH) -> bytes:
    """The piece as a WAV file, 16 bits: of two channels, or of one, which is half as large."""
    sound = play(piece) if channels == _BOTH else play(piece).mean(axis=1)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes((sound * 32767).astype("<i2").tobytes())
    return file.getvalue()


def play(piece: Piece) -> Samples:
    """The sound of the piece: rows of left and right, no louder than -1 dB of full scale."""
    length = int((len(piece.chords) * piece.bar + 1.0) * RATE)
    dry, wet = np.zeros(length), np.zeros(length)
    chance = np.random.default_rng(piece.seed)
    for start, sound in _rhythm(piece, chance):
        _mix(dry, start, sound)
    for start, sound in _harmony(piece):
        _mix(wet, start, sound)
    return _mastered(dry, wet)


def _rhythm(piece: Piece, chance: np.random.Generator) -> Iterator[tuple[float, Samples]]:
    drums: dict[str, Callable[[], Samples]] = {
        "kick": instruments.kick,
        "snare": partial(instruments.snare, chance),
        "hat": partial(instruments.hat, chance),
    }
    for bar in range(len(piece.chords)):
        for name, drum in drums.items():
            for step in _steps(getattr(piece.groove, name)):
                yield _at(piece, bar, step), drum() * _LEVELS[name]
        root = piece.chord(piece.chords[bar])[0] - 2 * _OCTAVE
        for step in _steps(piece.groove.bass):
            yield _at(piece, bar, step), instruments.bass(root, piece.bar / 4) * _LEVELS["bass"]


def _harmony(piece: Piece) -> Iterator[tuple[float, Samples]]:
    lead = instruments.LEADS[piece.lead]
    for bar, degree in enumerate(piece.chords):
        chord = piece.chord(degree)
        for note in (chord[0] - _OCTAVE, *chord):
            held = instruments.pad(note, piece.bar * 1.05)
            yield _at(piece, bar, 0), held * piece.groove.pad / 4
        for count, step in enumerate(_steps(piece.groove.arpeggio)):
            note = (*chord, chord[0] + _OCTAVE)[count % 4] + _OCTAVE
            yield _at(piece, bar, step), lead(note, 0.6) * _LEVELS["arpeggio"]


def _steps(pattern: str) -> list[int]:
    return [step for step, mark in enumerate(pattern) if mark == "x"]


def _at(piece: Piece, bar: int, step: int) -> float:
    return piece.bar * (bar + step / _STEPS)


def _mix(track: Samples, start: float, sound: Samples) -> None:
    at = round(start * RATE)
    track[at : at + sound.size] += sound[: track.size - at]


def _mastered(dry: Samples, wet: Samples) -> Samples:
    """Put the harmony in a small room, join the two, and keep them below full scale."""
    left, right = wet.copy(), wet.copy()
    for delay, level in _ECHOES:
        shift = int(delay * RATE)
        left[shift:] += level * wet[:-shift]
        right[shift:] += level * np.sign(level) * wet[:-shift]
    both = np.stack([left + dry, right + dry], axis=1)
    return np.asarray(np.tanh(both * 1.2 / np.abs(both).max()) * _PEAK)
