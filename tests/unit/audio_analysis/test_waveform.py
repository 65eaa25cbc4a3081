"""Waveforms: their levels, their stored form, and how they fit a drawing."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from phantom_core.audio.waveform import (
    Peaks,
    coarser,
    decode_peaks,
    encode_peaks,
    resample,
    zoom_levels,
)
from phantom_core.kernel.errors import Invalid
from phantom_core.kernel.quantities import Hertz


def make(points: list[tuple[int, int]]) -> Peaks:
    return Peaks(
        sample_rate=Hertz(44100),
        samples_per_point=256,
        minima=bytes(min(pair) & 0xFF for pair in points),
        maxima=bytes(max(pair) & 0xFF for pair in points),
    )


levels = st.integers(-128, 127)
waveforms = st.lists(st.tuples(levels, levels), max_size=3000).map(make)


@given(waveforms)
def test_a_stored_waveform_is_read_back(peaks: Peaks) -> None:
    assert decode_peaks(encode_peaks(peaks)) == peaks


@given(waveforms, st.integers(1, 500))
def test_a_fitted_waveform_has_as_many_points_as_asked_and_keeps_the_extremes(
    peaks: Peaks, points: int
) -> None:
    outline = resample(peaks, points)

    assert outline.points == len(outline.min) == len(outline.max) == (points if len(peaks) else 0)
    assert min(outline.min, default=0) == min(memoryview(peaks.minima).cast("b"), default=0)
    assert max(outline.max, default=0) == max(memoryview(peaks.maxima).cast("b"), default=0)
    assert all(low <= high for low, high in zip(outline.min, outline.max, strict=True))


@given(waveforms, st.integers(2, 9))
def test_a_coarser_level_covers_all_points(peaks: Peaks, factor: int) -> None:
    level = coarser(peaks, factor)

    assert len(level) == -(-len(peaks) // factor)
    assert level.samples_per_point == 256 * factor
    assert max(memoryview(level.maxima).cast("b"), default=0) == max(
        memoryview(peaks.maxima).cast("b"), default=0
    )


def test_a_waveform_that_is_asked_for_its_own_points_gives_them() -> None:
    outline = resample(make([(-128, 127), (-1, 3), (0, 5)]), 3)

    assert (outline.min, outline.max) == ((-128, -1, 0), (127, 3, 5))


def test_more_points_than_there_are_repeat() -> None:
    assert resample(make([(-1, 1), (-2, 2)]), 4).max == (1, 1, 2, 2)


def test_levels_go_down_by_fours_to_some_256_points() -> None:
    assert [len(level) for level in zoom_levels(make([(0, 1)] * 5000))] == [5000, 1250, 313, 79]


def test_the_stored_form_is_that_of_audiowaveform() -> None:
    header = bytes.fromhex("02000000 01000000 44ac0000 00010000 02000000 01000000")

    assert encode_peaks(make([(-128, 127), (-1, 0)])) == header + bytes.fromhex("807fff00")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(23),
        bytes(24),
        encode_peaks(make([(0, 1)])) + b"\0",
        encode_peaks(make([(0, 1)]))[:-1],
        b"\1" + encode_peaks(make([(0, 1)]))[1:],
    ],
)
def test_what_is_no_waveform_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        decode_peaks(data)


def test_no_points_cannot_be_asked_for() -> None:
    with pytest.raises(Invalid):
        resample(make([]), 0)


def test_minima_and_maxima_come_in_pairs() -> None:
    with pytest.raises(ValueError, match="as many minima"):
        Peaks(sample_rate=Hertz(1), samples_per_point=1, minima=b"\0", maxima=b"")
