"""A picture of a recording's waveform: an outer band for the peaks, an inner one for the body.

The body of a column is the mean of the peaks of its short stretches: what one hears as level. It is
drawn at twice the size and scaled down, so that edges are smooth.
"""

import io
from typing import TYPE_CHECKING, Final

from phantom_core.audio.waveform import Peaks, resample

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["HEIGHT", "WIDTH", "render_waveform"]

WIDTH: Final = 1800
"""Pixels across, by default."""

HEIGHT: Final = 280
"""Pixels from top to bottom, by default."""

_FINER: Final = 2
_MARGIN: Final = 0.04
_BODY: Final = 0.7
_BACKGROUND: Final = (17, 19, 28)
_AXIS: Final = (112, 116, 150)
_OUTER: Final = ((126, 116, 255), (76, 201, 240))
_INNER: Final = ((203, 196, 255), (190, 240, 255))


def render_waveform(peaks: Peaks, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Draw a waveform as a PNG file of so many pixels; silence is a line.

    Needs Pillow, which is imported on first use.
    """
    from PIL import Image

    picture = Image.new("RGB", (width, height), _BACKGROUND)
    columns = _columns(peaks, width * _FINER)
    for band, colours in enumerate((_OUTER, _INNER)):
        mask = _mask(picture.size, [column[band] for column in columns])
        picture.paste(_shades(picture.size, colours), mask=mask)
    picture.paste(_AXIS, (0, height // 2, width, height // 2 + 1))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


_Span = tuple[float, float]
_Colour = tuple[int, int, int]


def _columns(peaks: Peaks, count: int) -> list[tuple[_Span, _Span]]:
    """For each column the outer and the inner span, as shares of full scale."""
    outline = resample(peaks, count)
    low, high = memoryview(peaks.minima).cast("b"), memoryview(peaks.maxima).cast("b")
    spans = []
    for column in range(outline.points):
        first = column * len(peaks) // count
        last = max(first + 1, -(-(column + 1) * len(peaks) // count))
        body = (_mean(low[first:last]) / 128, _mean(high[first:last]) / 128)
        spans.append(((outline.min[column] / 128, outline.max[column] / 128), body))
    return spans


def _mean(values: "memoryview[int]") -> float:
    return sum(values) / len(values) * _BODY


def _mask(size: tuple[int, int], spans: list[_Span]) -> "Image.Image":
    """Where a band lies, from 0 to 255, with smooth edges."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 0)
    draw = ImageDraw.Draw(mask)
    middle = mask.height / 2
    reach = middle * (1 - _MARGIN)
    for column, (low, high) in enumerate(spans):
        draw.line([(column, middle - high * reach), (column, middle - low * reach)], fill=255)
    return mask.reduce(_FINER)


def _shades(size: tuple[int, int], colours: tuple[_Colour, _Colour]) -> "Image.Image":
    """A surface that passes from one colour at the left to the other at the right."""
    from PIL import Image

    ramp = Image.linear_gradient("L").rotate(90).resize(size)
    left, right = (Image.new("RGB", size, colour) for colour in colours)
    return Image.composite(right, left, ramp)
