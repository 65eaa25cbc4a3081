"""An analyzer that needs no library: it reads PCM in WAV files, measures, and guesses at nothing.

For suites and small worlds. Lengths, peaks and waveforms are exact. Loudness is the mean power
without the weighting of the ear, which is right at 1 kHz; the true peak is the sample peak. Tempo
and key stay unknown, with a reason.
"""

import array
import math
import struct
import sys
import wave
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from phantom_core.audio.analysis import (
    Analysis,
    AnalysisResult,
    Embedding,
    Key,
    Loudness,
    Meter,
    Tempo,
)
from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe, OnProgress
from phantom_core.audio.media_type import (
    SNIFF_BYTES,
    AudioFormat,
    AudioProbed,
    NotAudio,
    NotDecodable,
    sniff,
)
from phantom_core.audio.waveform import BASE_SAMPLES_PER_POINT, Peaks, resample
from phantom_core.kernel.quantities import Hertz, Lufs, Milliseconds

__all__ = ["MemoryAnalyzer"]

_SCHEME: Final = "phantom-memory-1"
_FULL_SCALE: Final = 32768
_GATE: Final = 1e-7
_PICTURE: Final = (360, 56)
_NO_EAR: Final = "This analyzer has no ear for music."
_SILENT: Final = "The recording is silent."
_SHORT: Final = "The recording is too short, or too quiet, to measure its loudness."
_CUT: Final = "Less sound came out than the file should hold."


class MemoryAnalyzer(AudioAnalyzer, AudioProbe):
    """Looks at WAV files and measures them, in place and at once."""

    async def probe(self, path: Path) -> AudioProbed:
        """Take a quick look at a file; see `AudioProbe`."""
        sound = _read(path)
        return AudioProbed(
            format=AudioFormat.WAV,
            duration_ms=sound.duration_ms,
            sample_rate=sound.rate,
            channels=sound.channels,
        )

    async def analyze(self, path: Path, *, on_progress: OnProgress) -> Analysis:
        """Measure a whole file; see `AudioAnalyzer`."""
        sound = _read(path)
        await on_progress("decoding", 0.5)
        peaks = _peaks(sound)
        analysis = Analysis(
            analyzer="phantom-memory",
            analyzer_version="1",
            decoder_version=f"python {sys.version_info.major}.{sys.version_info.minor}",
            result=_result(sound),
            peaks=peaks,
            picture=_picture(peaks),
        )
        await on_progress("done", 1.0)
        return analysis


@attrs.frozen
class _Sound:
    """A decoded file; samples of all channels in turn, -32768 to 32767."""

    samples: Sequence[int]
    rate: Hertz
    channels: int
    truncated: bool

    @property
    def duration_ms(self) -> Milliseconds:
        return Milliseconds(round(len(self.samples) / self.channels * 1000 / self.rate))


def _read(path: Path) -> _Sound:
    with path.open("rb") as file:
        kind = sniff(file.read(SNIFF_BYTES))
    if kind is None:
        raise NotAudio
    if kind is not AudioFormat.WAV:
        raise NotDecodable(f"this analyzer reads WAV alone, and the file is {kind.upper()}")
    try:
        with wave.open(str(path), "rb") as reader:
            stated, width = reader.getnframes(), reader.getsampwidth()
            channels, rate = reader.getnchannels(), reader.getframerate()
            data = reader.readframes(stated)
    except (wave.Error, EOFError, struct.error) as error:
        raise NotDecodable(str(error) or "the file ends too early") from error
    if not rate:
        raise NotDecodable("a sample rate of 0 Hz makes no sense")
    frames = len(data) // (width * channels)
    samples = _as_16_bit(data[: frames * width * channels], width)
    return _Sound(samples, Hertz(rate), channels, frames < stated)


def _as_16_bit(data: bytes, width: int) -> Sequence[int]:
    """The two most significant bytes of each sample; a lone byte is unsigned (RIFF WAVE)."""
    if width == 1:
        return [(value - 128) << 8 for value in data]
    pairs = bytearray(len(data) // width * 2)
    pairs[0::2], pairs[1::2] = data[width - 2 :: width], data[width - 1 :: width]
    samples = array.array("h", bytes(pairs))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _result(sound: _Sound) -> AnalysisResult:
    return AnalysisResult(
        duration_ms=sound.duration_ms,
        sample_rate=sound.rate,
        channels=sound.channels,
        tempo=Tempo.unknown(_NO_EAR),
        beats=(),
        key=Key.unknown(_NO_EAR),
        meter=Meter.unknown(_NO_EAR),
        loudness=_loudness(sound),
        features={},
        embedding=_embedding(sound),
        tags=(),
        truncated=sound.truncated,
        warnings=(_CUT,) if sound.truncated else (),
    )


def _loudness(sound: _Sound) -> Loudness:
    peak = max(map(abs, sound.samples), default=0) / _FULL_SCALE
    powers = _powers(sound, 0.4)
    windows = _powers(sound, 3.0)
    return Loudness(
        integrated_lufs=Lufs(_decibels(sum(powers) / len(powers))) if powers else None,
        range_lu=round(_decibels(max(windows)) - _decibels(min(windows)), 2) if windows else None,
        true_peak_dbtp=_decibels(peak * peak) if peak else None,
        peak=round(peak, 6),
        reason=(None if windows else _SHORT) if peak else _SILENT,
    )


def _powers(sound: _Sound, seconds: float) -> list[float]:
    """The mean power, channels added, of each whole stretch above -70 dB."""
    size = max(1, round(seconds * sound.rate)) * sound.channels
    scale = size / sound.channels * _FULL_SCALE**2
    starts = range(0, len(sound.samples) - size + 1, size)
    powers = [
        sum(value * value for value in sound.samples[at : at + size]) / scale for at in starts
    ]
    return [power for power in powers if power > _GATE]


def _decibels(power: float) -> float:
    return round(10 * math.log10(power), 2)


def _embedding(sound: _Sound) -> Embedding:
    """Level, peak and how often the sign changes: enough to tell recordings apart."""
    samples = sound.samples
    peak = max(map(abs, samples), default=0) / _FULL_SCALE
    if not peak:
        return Embedding(scheme=_SCHEME, vector=None, reason=_SILENT)
    level = math.sqrt(sum(value * value for value in samples) / len(samples)) / _FULL_SCALE
    following = samples[sound.channels :]
    turns = sum((one < 0) != (other < 0) for one, other in zip(samples, following, strict=False))
    vector = (round(level, 4), round(peak, 4), round(turns / len(samples), 4))
    return Embedding(scheme=_SCHEME, vector=vector)


def _peaks(sound: _Sound) -> Peaks:
    frames = range(0, len(sound.samples), sound.channels)
    mono = [int(sum(sound.samples[at : at + sound.channels]) / sound.channels) for at in frames]
    starts = range(0, len(mono), BASE_SAMPLES_PER_POINT)
    points = [mono[at : at + BASE_SAMPLES_PER_POINT] for at in starts]
    return Peaks(
        sample_rate=sound.rate,
        samples_per_point=BASE_SAMPLES_PER_POINT,
        minima=array.array("b", [int(min(point) / 256) for point in points]).tobytes(),
        maxima=array.array("b", [int(max(point) / 256) for point in points]).tobytes(),
    )


def _picture(peaks: Peaks) -> bytes:
    """The waveform in white on black, as a small PNG (8 bits of grey, no interlace)."""
    width, height = _PICTURE
    outline = resample(peaks, width)
    spans = list(zip(outline.min, outline.max, strict=True)) or [(0, 0)] * width
    rows = bytearray()
    for row in range(height):
        level = 128 - (row * 256 + 128) // height
        near = 256 // height
        rows.append(0)
        rows += bytes(255 * (low - near < level < high + near) for low, high in spans)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
