"""Recordings for suites, made of nothing but arithmetic."""

import array
import io
import math
import sys
import wave
from collections.abc import Iterable

__all__ = ["clicks", "silence", "sine", "wav"]


def wav(samples: Iterable[float], *, rate: int = 22050, channels: int = 1) -> bytes:
    """Samples from -1 to 1 as a WAV file of 16 bits; every channel holds the same."""
    values = array.array("h")
    for sample in samples:
        values.extend([round(max(-1.0, min(1.0, sample)) * 32767)] * channels)
    if sys.byteorder == "big":
        values.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((channels, 2, rate, 0, "NONE", ""))
        writer.writeframes(values.tobytes())
    return file.getvalue()


def silence(seconds: float, rate: int = 22050) -> list[float]:
    """Nothing, for a while."""
    return [0.0] * round(seconds * rate)


def sine(
    seconds: float, *, hertz: float = 1000.0, level: float = 0.5, rate: int = 22050
) -> list[float]:
    """A tone."""
    step = 2 * math.pi * hertz / rate
    return [level * math.sin(step * at) for at in range(round(seconds * rate))]


def clicks(seconds: float, *, bpm: float, rate: int = 22050) -> list[float]:
    """A click on every beat, the first at 0: 30 ms of a falling tone of 1 kHz."""
    click = [
        value * math.exp(-at / (0.008 * rate)) for at, value in enumerate(sine(0.03, rate=rate))
    ]
    samples = silence(seconds, rate)
    beat, period = 0, 60 * rate / bpm
    while (start := round(beat * period)) < len(samples):
        end = min(len(samples), start + len(click))
        samples[start:end] = click[: end - start]
        beat += 1
    return samples
