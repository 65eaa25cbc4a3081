"""The picture of an analysis: one size, whatever the recording holds."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from phantom_adapters.audio.analysis_picture import draw_analysis
from phantom_adapters.audio.limits import AudioLimits
from tests.unit.audio_analysis.recordings import Floats, encoded, write

SECONDS = 60
TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * 8000) / 8000)


def drawn(folder: Path, samples: Floats, *, beats: list[float] | None = None) -> Image.Image:
    path = write(folder, encoded(samples, rate=8000))
    data = draw_analysis(path, AudioLimits(), beats=beats or [], downbeats=(beats or [])[::4])
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(1), np.zeros(8000), TONE[:800], TONE])
def test_it_has_one_size(tmp_path: Path, samples: Floats) -> None:
    assert drawn(tmp_path, samples).size == (1600, 608)


def test_a_tone_is_one_line_at_its_height_from_begin_to_end(tmp_path: Path) -> None:
    picture = np.asarray(drawn(tmp_path, TONE).convert("L"), float)[220:580, 20:1580]
    expected = 360 * np.log(11000 / 440) / np.log(11000 / 40)

    assert np.abs(picture.argmax(axis=0) - expected).max() < 10


def test_beats_stand_where_they_fall_and_bars_are_longer(tmp_path: Path) -> None:
    picture = drawn(tmp_path, TONE, beats=[6.0, 12.0, 18.0, 24.0, 30.0])

    assert picture.getpixel((320, 40)) == (255, 183, 77)
    assert picture.getpixel((320, 10)) != (255, 183, 77)
    assert picture.getpixel((160, 10)) == picture.getpixel((800, 10)) == (255, 94, 94)


def test_beats_closer_than_pixels_can_tell_are_left_out(tmp_path: Path) -> None:
    picture = np.asarray(drawn(tmp_path, TONE, beats=list(np.arange(0, 60, 0.01))))

    assert not (picture == (255, 183, 77)).all(axis=2).any()
