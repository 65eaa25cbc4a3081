"""A picture of a recording's waveform: an outer band for the peaks, an inner one for the body.

The body of a column is the mean of the peaks of its short stretches: what one hears as level. It is
drawn at three times the size and scaled down, so that edges are smooth.
"""

import io
from typing import TYPE_CHECKING, Any, Final

from phantom_core.audio.waveform import Peaks, resample

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["HEIGHT", "WIDTH", "render_waveform"]

WIDTH: Final = 1800
"""Pixels across, by default."""

HEIGHT: Final = 280
"""Pixels from top to bottom, by default."""

_FINER: Final = 3
_MARGIN: Final = 0.04
_BACKGROUND: Final = (17, 19, 28, 255)
_AXIS: Final = (64, 70, 94, 255)
_OUTER: Final = ((126, 116, 255), (76, 201, 240))
_INNER: Final = ((203, 196, 255), (190, 240, 255))


def render_waveform(peaks: Peaks, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Draw a waveform as a PNG file of so many pixels; silence is a line.

    Needs Pillow, which is imported on first use.
    """
    from PIL import Image

    size = (width * _FINER, height * _FINER)
    picture = Image.new("RGBA", size, _BACKGROUND)
    columns = _columns(peaks, width * _FINER)
    for band, colours in ((0, _OUTER), (1, _INNER)):
        mask = _mask(size, [column[band] for column in columns])
        picture.paste(_shades(size, colours), mask=mask)
    _draw_axis(picture)
    file = io.BytesIO()
    picture.resize((width, height), Image.Resampling.BOX).convert("RGB").save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


_Span = tuple[float, float]


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
    return sum(values) / len(values) * 0.7


def _mask(size: tuple[int, int], spans: list[_Span]) -> "Image.Image":
    from PIL import Image, ImageDraw

    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    middle = size[1] / 2
    reach = middle * (1 - _MARGIN)
    for column, (low, high) in enumerate(spans):
        draw.line([(column, middle - high * reach), (column, middle - low * reach)], fill=255)
    return mask


def _shades(size: tuple[int, int], colours: tuple[tuple[int, ...], tuple[int, ...]]) -> Any:
    """A surface that passes from one colour at the left to the other at the right."""
    from PIL import Image

    ramp = Image.linear_gradient("L").rotate(90).resize(size)
    ends = [Image.new("RGB", size, colour) for colour in colours]
    return Image.composite(ends[1], ends[0], ramp).convert("RGBA")


def _draw_axis(picture: "Image.Image") -> None:
    from PIL import ImageDraw

    middle = picture.height // 2
    blank = [(0, middle - 1), (picture.width, middle + 1)]
    ImageDraw.Draw(picture, "RGBA").rectangle(blank, fill=(*_AXIS[:3], 120))
