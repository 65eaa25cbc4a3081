"""Zoom levels in one blob: any level can be cut out by sizes alone, and it is the right one."""

from hypothesis import given
from hypothesis import strategies as st

from phantom_core.audio import Peaks
from phantom_core.audio.waveform import coarser, decode_peaks, resample, zoom_levels
from phantom_core.audio.zoom import ZOOM_LEVELS, coarsened, encode_levels, level_for, place_of
from phantom_core.kernel import Hertz


def peaks_of(points: int, seed: int) -> Peaks:
    maxima = bytes((at * 7 + seed) % 128 for at in range(points))
    return Peaks(
        sample_rate=Hertz(44_100),
        samples_per_point=256,
        minima=bytes((256 - value) % 256 for value in maxima),
        maxima=maxima,
    )


@given(points=st.integers(0, 20_000), wanted=st.integers(1, 20_000), seed=st.integers(0, 127))
def test_the_level_that_is_cut_out_is_the_coarsest_that_suffices(
    points: int, wanted: int, seed: int
) -> None:
    peaks = peaks_of(points, seed)
    blob, levels = encode_levels(peaks), zoom_levels(peaks)

    place = level_for(points, wanted)

    found = decode_peaks(blob[place.start : place.start + place.length])
    assert len(found) == place.points
    assert found in levels
    assert found == levels[0] or len(found) >= wanted
    assert all(len(other) < wanted for other in levels if len(other) < len(found))


@given(points=st.integers(1, 20_000), seed=st.integers(0, 127))
def test_the_levels_fill_the_blob(points: int, seed: int) -> None:
    blob = encode_levels(peaks_of(points, seed))

    coarsest = level_for(points, 1)

    assert coarsest.start + coarsest.length == len(blob)


@given(points=st.integers(1, 5_000), wanted=st.integers(1, 5_000), seed=st.integers(0, 127))
def test_a_drawing_from_a_coarser_level_spans_the_drawing_from_the_finest(
    points: int, wanted: int, seed: int
) -> None:
    peaks = peaks_of(points, seed)
    place = level_for(points, wanted)
    level = decode_peaks(encode_levels(peaks)[place.start : place.start + place.length])

    drawn, exact = resample(level, wanted), resample(peaks, wanted)

    assert max(drawn.max) == max(exact.max)
    assert min(drawn.min) == min(exact.min)


@given(points=st.integers(0, 20_000), level=st.integers(0, ZOOM_LEVELS - 1))
def test_all_eight_levels_can_be_had_of_any_waveform(points: int, level: int) -> None:
    expected = peaks_of(points, 5)
    for _ in range(level):
        expected = coarser(expected)

    place, steps = place_of(points, level)
    stored = encode_levels(peaks_of(points, 5))[place.start : place.start + place.length]

    assert decode_peaks(coarsened(stored, steps)) == expected
