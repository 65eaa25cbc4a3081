"""The picture of a waveform shows where it is loud."""

import io

import pytest
from PIL import Image

from phantom_adapters.audio import render_waveform
from phantom_core.audio.waveform import Peaks
from phantom_core.kernel.quantities import Hertz

DARK = (17, 19, 28)


def make(*levels: int) -> Peaks:
    return Peaks(
        sample_rate=Hertz(44100),
        samples_per_point=256,
        minima=bytes(-level & 0xFF for level in levels),
        maxima=bytes(levels),
    )


def drawn(peaks: Peaks, width: int = 200, height: int = 100) -> Image.Image:
    picture = Image.open(io.BytesIO(render_waveform(peaks, width, height)))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def heights(picture: Image.Image) -> list[int]:
    """How many pixels of each column are not background."""
    return [
        sum(picture.getpixel((column, row)) != DARK for row in range(picture.height))
        for column in range(picture.width)
    ]


def test_it_has_the_size_that_was_asked_for() -> None:
    assert drawn(make(1, 2, 3), 300, 40).size == (300, 40)


def test_what_is_louder_is_higher() -> None:
    columns = heights(drawn(make(*[20] * 100, *[120] * 100)))

    assert max(columns[:95]) < min(columns[105:])
    assert min(columns[105:]) > 80


@pytest.mark.parametrize("peaks", [make(), make(*[0] * 500)], ids=["nothing", "silence"])
def test_silence_is_a_line(peaks: Peaks) -> None:
    assert set(heights(drawn(peaks))) <= {1, 2}


def test_the_same_waveform_gives_the_same_picture() -> None:
    assert render_waveform(make(5, 50, 100)) == render_waveform(make(5, 50, 100))
