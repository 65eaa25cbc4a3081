"""Loudness agrees with the cases of EBU Tech 3341 and 3342, whatever the blocks."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import signal

from phantom_adapters.audio.loudness import LoudnessMeter
from phantom_adapters.audio.true_peak import TruePeak
from phantom_core.audio.analysis import Loudness
from tests.unit.audio_analysis.recordings import noise

Floats = npt.NDArray[np.float64]
RATE = 48000


def tone(level: float, seconds: float, rate: int = RATE) -> Floats:
    time = np.arange(round(seconds * rate)) / rate
    amplitude: float = 10 ** (level / 20)
    mono: Floats = amplitude * np.sin(2 * np.pi * 1000 * time)
    return np.stack([mono, mono])


def measure(samples: Floats, rate: int = RATE, block: int = 65536) -> Loudness:
    meter = LoudnessMeter(rate, len(samples))
    for at in range(0, samples.shape[1], block):
        meter.push(samples[:, at : at + block].astype(np.float32))
    return meter.finish()


@pytest.mark.parametrize("rate", [11025, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_tone_is_as_loud_as_its_level_at_any_rate(level: float, rate: int) -> None:
    loudness = measure(tone(level, 5, rate), rate)

    assert loudness.integrated_lufs == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize(
    "parts",
    [
        [(-36, 10), (-23, 60), (-36, 10)],
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
        [(-26, 20), (-20, 20.1), (-26, 20)],
    ],
    ids=["case 3", "case 4", "case 5"],
)
def test_quiet_parts_are_gated(parts: list[tuple[float, float]]) -> None:
    samples = np.concatenate([tone(level, seconds) for level, seconds in parts], axis=1)

    assert measure(samples).integrated_lufs == pytest.approx(-23, abs=0.1)


def test_surround_channels_weigh_more_and_the_bass_channel_nothing() -> None:
    levels = [-28, -28, -24, 0, -30, -30]
    samples = np.concatenate([tone(level, 20)[:1] for level in levels])

    assert measure(samples).integrated_lufs == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([-20, -30], 10), ([-20, -15], 5), ([-40, -20], 20), ([-50, -35, -20, -35, -50], 15)],
)
def test_the_range_is_that_of_the_quiet_and_the_loud_parts(
    levels: list[float], expected: float
) -> None:
    samples = np.concatenate([tone(level, 20) for level in levels], axis=1)

    assert measure(samples).range_lu == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("block", [1, 100, 4799, 4801, 100_000])
def test_the_cut_of_the_blocks_changes_nothing(block: int) -> None:
    samples = np.stack([noise(1, rate=8000), noise(1, rate=8000, seed=2)])

    assert measure(samples, 8000, block) == measure(samples, 8000)


def test_peaks_between_the_samples_are_found() -> None:
    time = np.arange(RATE)
    swell = np.minimum(1, time / 1000)
    samples = 0.5 * swell * np.sin(np.pi / 2 * time + np.pi / 4)
    loudness = measure(samples[np.newaxis])

    assert loudness.peak == pytest.approx(0.3536, abs=0.001)
    assert loudness.true_peak_dbtp == pytest.approx(-6, abs=0.2)


@pytest.mark.parametrize("seed", range(5))
def test_the_true_peak_is_that_of_the_sound_at_four_times_the_rate(seed: int) -> None:
    sos = signal.butter(4, 0.6, output="sos")
    samples = signal.sosfilt(sos, noise(2, rate=44100, seed=seed))
    peak = TruePeak(1)
    peak.push(samples[np.newaxis].astype(np.float32))
    expected = np.abs(signal.resample_poly(samples, 4, 1)).max()

    assert 20 * np.log10(peak.finish() / expected) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("frequency", [0.25, 1 / 3, 0.4, 0.45])
def test_the_true_peak_of_a_high_tone_is_found(frequency: float) -> None:
    time = np.arange(RATE)
    swell = np.minimum(1, np.minimum(time, time[::-1]) / 1000)
    samples = 0.5 * swell * np.cos(2 * np.pi * frequency * time + np.pi / 6)
    peak = TruePeak(1)
    peak.push(samples[np.newaxis].astype(np.float32))

    assert 20 * np.log10(peak.finish() / 0.5) == pytest.approx(0, abs=0.3)


def test_silence_has_no_loudness_but_a_reason() -> None:
    loudness = measure(np.zeros((2, RATE)))

    assert (loudness.integrated_lufs, loudness.range_lu, loudness.true_peak_dbtp) == (None,) * 3
    assert loudness.reason == "The recording is silent."


def test_a_moment_has_a_peak_and_a_reason_for_the_rest() -> None:
    loudness = measure(tone(-20, 0.3))

    assert loudness.true_peak_dbtp == pytest.approx(-20, abs=0.3)
    assert loudness.integrated_lufs is None
    assert loudness.reason


def test_two_seconds_have_a_loudness_and_no_range() -> None:
    loudness = measure(tone(-20, 2))

    assert loudness.integrated_lufs == pytest.approx(-20, abs=0.1)
    assert loudness.range_lu is None
    assert loudness.reason
