"""Sound files for these tests, sound and unsound."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

__all__ = ["chord", "encoded", "noise", "write"]

Floats = npt.NDArray[np.float64]


def encoded(samples: Any, *, rate: int = 22050, kind: str = "WAV", **options: Any) -> bytes:
    """Samples (frames, or frames by channels) as a file of some kind."""
    file = io.BytesIO()
    soundfile.write(file, np.asarray(samples), rate, format=kind, **options)
    return file.getvalue()


def write(folder: Path, data: bytes, name: str = "recording") -> Path:
    """Store a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def noise(seconds: float, *, level: float = 0.1, rate: int = 22050, seed: int = 1) -> Floats:
    """Hiss, always the same."""
    return np.random.default_rng(seed).normal(0, level, round(seconds * rate))


def chord(semitones: list[int], seconds: float, rate: int = 22050) -> Floats:
    """Tones, counted in semitones from middle C, each with overtones, fading."""
    time = np.arange(round(seconds * rate)) / rate
    pitches = [261.6256 * 2 ** (semitone / 12) for semitone in semitones]
    tones = [
        np.sin(2 * np.pi * pitch * number * time) / number**2
        for pitch in pitches
        for number in (1, 2, 3, 4)
    ]
    fading: Floats = np.sum(tones, axis=0) * np.exp(-2 * time) * 0.1
    return fading
