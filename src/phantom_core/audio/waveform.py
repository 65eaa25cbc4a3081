"""The outline of a recording: the lowest and highest sample of each short stretch.

The numbers are those of the BBC's audiowaveform: channels are averaged to mono (16 bit, cut
toward zero), each point covers 256 samples, the last one what is left, and a value is cut to 8 bits
toward zero. The stored form is its data file, version 2, 8 bits.
"""

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Final

import attrs

from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.quantities import Hertz

__all__ = [
    "BASE_SAMPLES_PER_POINT",
    "Outline",
    "Peaks",
    "coarser",
    "decode_peaks",
    "encode_peaks",
    "encoded_size",
    "level_sizes",
    "resample",
    "zoom_levels",
]

BASE_SAMPLES_PER_POINT: Final = 256
"""The samples that one point of the finest level covers."""

_FACTOR: Final = 4
_COARSEST_POINTS: Final = 256
_HEADER: Final = struct.Struct("<iIiiIi")
_EIGHT_BITS: Final = 1


@attrs.frozen(kw_only=True)
class Peaks:
    """A waveform at one zoom level; as signed bytes, -128 to 127 for full scale.

    Attributes:
        sample_rate: frames a second of the recording.
        samples_per_point: how many samples each point covers.
        minima: the lowest value of each point, one signed byte each.
        maxima: the highest value of each point, one signed byte each.
    """

    sample_rate: Hertz
    samples_per_point: int = attrs.field(validator=attrs.validators.gt(0))
    minima: bytes = attrs.field(repr=False)
    maxima: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        """Demand a minimum for each maximum."""
        if len(self.minima) != len(self.maxima):
            message = "a waveform has as many minima as maxima"
            raise ValueError(message)

    def __len__(self) -> int:
        """The number of points."""
        return len(self.minima)


@attrs.frozen(kw_only=True)
class Outline:
    """A waveform fitted to a drawing.

    Attributes:
        points: how many points there are.
        min: the lowest value of each, -128 to 127.
        max: the highest value of each, -128 to 127.
    """

    points: int
    min: tuple[int, ...]
    max: tuple[int, ...]


def resample(peaks: Peaks, points: int) -> Outline:
    """Fit a waveform to `points` points; finer than it is, its points repeat.

    A recording without any sample has no points, whatever was asked for.

    Raises: Invalid, if `points` is less than 1.
    """
    if points < 1:
        raise Invalid(Fault("points", "Ask for at least one point."))
    count = len(peaks)
    starts = [index * count // points for index in range(points)] if count else []
    ends = [max(start + 1, -(-(index + 1) * count // points)) for index, start in enumerate(starts)]
    low, high = _signed(peaks.minima), _signed(peaks.maxima)
    return Outline(
        points=len(starts),
        min=tuple(min(low[a:b]) for a, b in zip(starts, ends, strict=True)),
        max=tuple(max(high[a:b]) for a, b in zip(starts, ends, strict=True)),
    )


def coarser(peaks: Peaks, factor: int = _FACTOR) -> Peaks:
    """The next level: `factor` points become one, and the last one covers what is left."""
    low, high = _signed(peaks.minima), _signed(peaks.maxima)
    starts = range(0, len(peaks), factor)
    return attrs.evolve(
        peaks,
        samples_per_point=peaks.samples_per_point * factor,
        minima=_unsigned([min(low[at : at + factor]) for at in starts]),
        maxima=_unsigned([max(high[at : at + factor]) for at in starts]),
    )


def level_sizes(points: int) -> Iterator[int]:
    """How many points each level has, finest first, down to some 256 points or fewer."""
    yield points
    while points > _COARSEST_POINTS:
        points = -(-points // _FACTOR)
        yield points


def zoom_levels(peaks: Peaks) -> tuple[Peaks, ...]:
    """All levels, finest first, each four times coarser, as many as `level_sizes` says."""
    levels = [peaks]
    for _ in islice(level_sizes(len(peaks)), 1, None):
        levels.append(coarser(levels[-1]))
    return tuple(levels)


def encoded_size(points: int) -> int:
    """How many bytes the data file of a level with so many points has."""
    return _HEADER.size + 2 * points


def encode_peaks(peaks: Peaks) -> bytes:
    """Write one level as a data file of audiowaveform (version 2, 8 bits, one channel)."""
    header = _HEADER.pack(2, _EIGHT_BITS, peaks.sample_rate, peaks.samples_per_point, len(peaks), 1)
    body = bytearray(2 * len(peaks))
    body[0::2], body[1::2] = peaks.minima, peaks.maxima
    return header + bytes(body)


def decode_peaks(data: bytes) -> Peaks:
    """Read a data file of audiowaveform back.

    Raises: Invalid, if it is not version 2 with 8 bits and one channel, or not whole.
    """
    if len(data) < _HEADER.size:
        raise Invalid(Fault("waveform", "A waveform file has a header of 24 bytes."))
    version, flags, rate, samples_per_point, length, channels = _HEADER.unpack_from(data)
    if (version, flags, channels) != (2, _EIGHT_BITS, 1) or rate < 1 or samples_per_point < 1:
        raise Invalid(Fault("waveform", "A waveform file has version 2, 8 bits and one channel."))
    if len(data) != encoded_size(length):
        raise Invalid(Fault("waveform", "A waveform file holds two bytes for each point."))
    body = data[_HEADER.size :]
    return Peaks(
        sample_rate=Hertz(rate),
        samples_per_point=samples_per_point,
        minima=body[0::2],
        maxima=body[1::2],
    )


def _signed(raw: bytes) -> memoryview:
    return memoryview(raw).cast("b")


def _unsigned(values: list[int]) -> bytes:
    return bytes([value & 0xFF for value in values])
