"""A picture of what was heard: the waveform with its beats, above the spectrogram, over time.

The spectrogram has octaves of equal height from 40 Hz to 11 kHz; its colours cover 70 dB below the
strongest point. Beats are lines through the waveform, those that begin a bar longer and brighter;
where they would stand closer than four pixels, only those of bars are drawn, or none.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr  # type: ignore[import-untyped]

from phantom_adapters.audio.decoding import Sound
from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.peaks_meter import PeaksMeter
from phantom_adapters.audio.signals import RATE, Doubles, Floats
from phantom_adapters.audio.spectrum import Spectra
from phantom_adapters.audio.waveform_picture import render_waveform

__all__ = ["draw_analysis"]

_WIDTH, _WAVE, _ROWS, _AXIS = 1600, 220, 360, 28
_FRAME, _HOP = 2048, 512
_LOWEST, _HIGHEST = 40.0, 11000.0
_RANGE: Final = 70.0
_CLOSEST: Final = 4.0
_COLOURS: Final = np.array(
    [(17, 19, 28), (46, 38, 110), (126, 116, 255), (76, 201, 240), (240, 250, 255)], float
)
_BEAT, _DOWNBEAT = (255, 183, 77), (255, 94, 94)
_BACKGROUND, _INK = (17, 19, 28), (180, 184, 210)
_MARKS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200)
_MOST_MARKS: Final = 12


def draw_analysis(
    path: Path, limits: AudioLimits, *, beats: Sequence[float], downbeats: Sequence[float]
) -> bytes:
    """Draw a recording as a PNG of 1600 by 608 pixels, in memory that does not grow with it.

    Raises: NotAudio, NotDecodable, TooMuchAudio.
    """
    from PIL import Image

    sound = Sound(path, limits)
    peaks, spectrogram = PeaksMeter(sound.sample_rate, sound.subtype), _Spectrogram()
    resampler = soxr.ResampleStream(sound.sample_rate, RATE, 1, dtype="float32")
    for block in sound.blocks():
        peaks.push(block)
        spectrogram.push(resampler.resample_chunk(block.mean(axis=0)))
    spectrogram.push(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    seconds = sound.decoded / sound.sample_rate
    picture = Image.new("RGB", (_WIDTH, _WAVE + _ROWS + _AXIS), _BACKGROUND)
    wave = render_waveform(peaks.finish(), _WIDTH, _WAVE)
    picture.paste(Image.open(io.BytesIO(wave)))
    picture.paste(_coloured(spectrogram.finish()).resize((_WIDTH, _ROWS)), (0, _WAVE))
    if seconds:
        _mark_beats(picture, beats, downbeats, _WIDTH / seconds)
        _mark_time(picture, seconds)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


class _Spectrogram:
    """Keeps at most twice as many columns as are drawn, each the mean of so many spectra.

    When they are full, every two become one: the length need not be known beforehand.
    """

    def __init__(self) -> None:
        self._spectra = Spectra(_FRAME, _HOP)
        octaves = np.geomspace(_HIGHEST, _LOWEST, _ROWS) * _FRAME / RATE
        self._bins = np.rint(octaves).astype(np.int64).clip(1, _FRAME // 2)
        self._columns: list[Floats] = []
        self._waiting = np.zeros((0, _ROWS), np.float32)
        self._each = 1

    def push(self, samples: Floats) -> None:
        self._add(self._spectra.push(samples)[:, self._bins])

    def _add(self, rows: Floats) -> None:
        held = np.concatenate([self._waiting, rows])
        whole = len(held) - len(held) % self._each
        self._columns += list(held[:whole].reshape(-1, self._each, _ROWS).mean(axis=1))
        self._waiting = held[whole:]
        while len(self._columns) >= 2 * _WIDTH:
            if len(self._columns) % 2:
                again = np.tile(self._columns.pop(), (self._each, 1))
                self._waiting = np.concatenate([again, self._waiting])
            self._columns = list(np.array(self._columns).reshape(-1, 2, _ROWS).mean(axis=1))
            self._each *= 2

    def finish(self) -> Floats:
        """The magnitudes, highest frequency first (rows by columns); one column at least."""
        self._add(self._spectra.finish()[:, self._bins])
        return np.array(self._columns or [np.zeros(_ROWS, np.float32)]).T


def _coloured(magnitudes: Floats) -> Any:
    from PIL import Image

    levels: Doubles = 20 * np.log10(np.maximum(magnitudes, 1e-9))
    shares = np.clip((levels - max(levels.max(), -120.0)) / _RANGE + 1, 0, 1) * (len(_COLOURS) - 1)
    steps = np.arange(len(_COLOURS))
    bands = [np.interp(shares, steps, band) for band in _COLOURS.T]
    return Image.fromarray(np.stack(bands, axis=2).astype(np.uint8))


def _mark_beats(
    picture: Any, beats: Sequence[float], downbeats: Sequence[float], scale: float
) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    for times, colour, margin in ((beats, _BEAT, 30), (downbeats, _DOWNBEAT, 0)):
        if len(times) * _CLOSEST <= _WIDTH:
            for time in times:
                draw.line([(time * scale, margin), (time * scale, _WAVE - 1 - margin)], fill=colour)


def _mark_time(picture: Any, seconds: float) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    fitting = [mark for mark in _MARKS if seconds / mark <= _MOST_MARKS]
    step = fitting[0] if fitting else _MARKS[-1]
    top = _WAVE + _ROWS
    for time in np.arange(0, seconds, step):
        across = time / seconds * _WIDTH
        draw.line([(across, top), (across, top + 6)], fill=_INK)
        draw.text((across + 3, top + 8), _clock(float(time), step), fill=_INK)


def _clock(time: float, step: float) -> str:
    minutes, rest = divmod(time, 60)
    return f"{minutes:.0f}:{rest:02.0f}" if step >= 1 else f"{time:.1f} s"
