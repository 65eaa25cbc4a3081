"""Tempo, beats and key of music that was made for the purpose."""

from pathlib import Path

import numpy as np
import pytest

from phantom_adapters.audio.decoding import Sound
from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.listening import listen
from phantom_adapters.audio.onsets import ONSET_RATE
from phantom_adapters.audio.peaks_meter import PeaksMeter
from phantom_adapters.audio.rhythm import hear_rhythm
from phantom_adapters.contracts.audio_examples import clicks
from phantom_core.audio.analysis import AnalysisResult, Mode
from tests.unit.audio_analysis.recordings import Floats, chord, encoded, noise, write

NO_TONES = np.zeros((0, 12), np.float32)


def hear(folder: Path, samples: Floats, rate: int = 22050) -> AnalysisResult:
    path = write(folder, encoded(samples, rate=rate, subtype="FLOAT"))
    return listen(path, AudioLimits(), lambda _stage, _share: None)[0]


def cadence(tonic: int, mode: Mode) -> Floats:
    """Tonic, subdominant, dominant, tonic, twice."""
    third = 4 if mode is Mode.MAJOR else 3
    chords = [[0, third, 7], [5, 5 + third, 12], [7, 11, 14], [0, third, 7, 12]]
    return np.concatenate([chord([tonic + tone for tone in tones], 1.0) for tones in chords * 2])


@pytest.mark.parametrize("bpm", [72, 90, 100, 117.5, 120, 128, 140, 155, 174])
def test_the_tempo_of_clicks_is_found_within_one_percent(tmp_path: Path, bpm: float) -> None:
    tempo = hear(tmp_path, np.array(clicks(20, bpm=bpm))).tempo

    assert tempo.bpm is not None
    assert any(tempo.bpm == pytest.approx(bpm * factor, rel=0.01) for factor in (0.5, 1, 2))
    assert any(each.bpm == pytest.approx(bpm, rel=0.02) for each in tempo.candidates)


def test_readings_of_the_tempo_are_ordered_and_the_first_one_is_the_tempo(tmp_path: Path) -> None:
    tempo = hear(tmp_path, np.array(clicks(20, bpm=110))).tempo
    confidences = [each.confidence for each in tempo.candidates]

    assert (tempo.bpm, tempo.confidence) == (tempo.candidates[0].bpm, confidences[0])
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.001


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
def test_beats_fall_on_the_clicks(tmp_path: Path, rate: int) -> None:
    beats = np.array(hear(tmp_path, np.array(clicks(20, bpm=120, rate=rate)), rate).beats)
    late = (beats + 0.25) % 0.5 - 0.25

    assert len(beats) == pytest.approx(40, abs=2)
    assert abs(np.median(late)) < 0.015
    assert np.abs(late).max() < 0.03


@pytest.mark.parametrize(
    "samples",
    [noise(20), np.sin(np.arange(20 * 22050) * 0.1), np.eye(1, 20 * 22050, 4000)[0]],
    ids=["hiss", "a tone", "one crack"],
)
def test_what_has_no_beat_has_no_tempo_but_a_reason(tmp_path: Path, samples: Floats) -> None:
    result = hear(tmp_path, samples)

    assert result.tempo.reason == "No steady beat was found."
    assert result.beats == ()


def test_the_bass_tells_where_the_beat_is_against_one_other_band() -> None:
    curves = np.zeros((round(20 * ONSET_RATE), 4), np.float32)
    beats = np.arange(0.25, 20, 0.5)
    curves[np.round(beats * ONSET_RATE).astype(int), 0] = 1
    curves[np.round((beats - 0.2) * ONSET_RATE).astype(int), 2] = 1.2

    heard = np.array(hear_rhythm(curves, NO_TONES, 1.0).beats)

    assert len(heard) == pytest.approx(40, abs=2)
    assert abs(np.median(heard % 0.5) - 0.25) < 0.02


def test_a_passage_stressed_off_the_beat_does_not_carry_the_beats_away() -> None:
    curves = np.zeros((round(60 * ONSET_RATE), 4), np.float32)
    beats = np.arange(0.25, 60, 0.5)
    curves[np.round(beats * ONSET_RATE).astype(int)] = 1
    off_beat = np.round((beats[40:80] + 0.25) * ONSET_RATE).astype(int)
    curves[off_beat] = 1.5

    heard = hear_rhythm(curves, NO_TONES, 1.0)

    assert heard.tempo.bpm == pytest.approx(120, rel=0.001)
    assert np.abs(np.array(heard.beats) % 0.5 - 0.25).max() < 0.03


@pytest.mark.parametrize(("per_bar", "first"), [(3, 0), (3, 2), (4, 0), (4, 3)])
def test_the_beat_on_which_the_tones_change_begins_the_bar(per_bar: int, first: int) -> None:
    curves = np.zeros((round(40 * ONSET_RATE), 4), np.float32)
    beats = np.arange(0.25, 40, 0.5)
    curves[np.round(beats * ONSET_RATE).astype(int)] = 1
    tones = np.zeros((400, 12), np.float32)
    bars = (np.arange(400) / 10 - 0.25 - first * 0.5 + per_bar * 0.5) // (per_bar * 0.5)
    tones[np.arange(400), (7 * bars).astype(int) % 12] = 1

    meter = hear_rhythm(curves, tones, 10.0).meter

    assert (meter.beats_per_bar, meter.first_downbeat) == (per_bar, first)


def test_beats_that_are_all_alike_begin_no_bar(tmp_path: Path) -> None:
    meter = hear(tmp_path, np.array(clicks(20, bpm=120))).meter

    assert meter.beats_per_bar is None
    assert meter.reason == "No beat is stressed enough above the others to begin a bar."


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(("semitones", "tonic"), [(0, "C"), (3, "Eb"), (6, "F#"), (-1, "B")])
def test_the_key_of_a_cadence_is_found(
    tmp_path: Path, semitones: int, tonic: str, mode: Mode
) -> None:
    key = hear(tmp_path, cadence(semitones, mode)).key

    assert (key.tonic, key.mode) == (tonic, mode)
    assert key.confidence > 0.2


def test_a_cadence_out_of_tune_keeps_its_key(tmp_path: Path) -> None:
    samples = cadence(0, Mode.MAJOR)
    sharp = np.interp(np.arange(0, len(samples), 1.014), np.arange(len(samples)), samples)

    key = hear(tmp_path, sharp).key
    assert key.tonic == "C"
    assert key.tuning_cents == pytest.approx(1200 * np.log2(1.014), abs=5)


def test_a_silence_has_no_key_but_a_reason(tmp_path: Path) -> None:
    result = hear(tmp_path, np.zeros(22050 * 3))

    assert result.key.reason == "The recording holds less than a second of tones."
    assert result.embedding.reason == "The recording is silent."
    assert result.tags == ()


def test_the_faintest_sound_of_24_bits_has_a_level_and_a_crest(tmp_path: Path) -> None:
    features = hear(tmp_path, np.sign(noise(2)) * 2.0**-23).features

    assert features["rms_dbfs"] == pytest.approx(-138.5, abs=0.1)
    assert features["crest_db"] == pytest.approx(0, abs=0.1)


def test_louder_and_longer_does_not_change_the_fingerprint_much(tmp_path: Path) -> None:
    music = cadence(0, Mode.MAJOR)
    one = hear(tmp_path, music).embedding.vector
    longer = hear(tmp_path, np.tile(music, 2)).embedding.vector
    other = hear(tmp_path, noise(8)).embedding.vector
    assert one is not None
    assert longer is not None
    assert other is not None

    assert len(one) == len(longer) == len(other) == 62
    assert np.linalg.norm(np.subtract(one, longer)) * 4 < np.linalg.norm(np.subtract(one, other))


def test_tags_say_what_they_were_told_from(tmp_path: Path) -> None:
    tags = hear(tmp_path, 0.1 * noise(20)).tags

    assert {tag.tag: tag.reason for tag in tags}.keys() >= {"quiet", "bright", "no steady beat"}
    assert all(tag.reason for tag in tags)


@pytest.mark.parametrize("channels", [1, 2, 3, 6])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_U8"])
def test_the_waveform_is_that_of_the_16_bit_samples(
    tmp_path: Path, channels: int, subtype: str
) -> None:
    samples = np.stack([noise(1, level=0.3, seed=seed) for seed in range(channels)], axis=1)
    path = write(tmp_path, encoded(samples, subtype=subtype))
    sound = Sound(path, AudioLimits())
    meter = PeaksMeter(sound.sample_rate, sound.subtype)
    for block in sound.blocks():
        meter.push(block)
    peaks = meter.finish()
    low, high = expected_outline(path)

    assert list(memoryview(peaks.minima).cast("b")) == low
    assert list(memoryview(peaks.maxima).cast("b")) == high


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "FLOAT"])
def test_full_scale_is_the_edge_of_the_waveform(tmp_path: Path, subtype: str) -> None:
    samples = np.repeat([1.0, -1.0], 256)
    sound = Sound(write(tmp_path, encoded(samples, subtype=subtype)), AudioLimits())
    meter = PeaksMeter(sound.sample_rate, sound.subtype)
    for block in sound.blocks():
        meter.push(block)
    maxima = memoryview(meter.finish().maxima).cast("b").tolist()

    assert maxima == [127, -127 if subtype == "FLOAT" else -128]


def expected_outline(path: Path) -> tuple[list[int], list[int]]:
    """The outline by the letter: C's integer division, sample by sample."""
    import soundfile  # noqa: PLC0415 (for this one only)

    values, _ = soundfile.read(path, dtype="int16", always_2d=True)
    mono = [int(sum(map(int, frame)) / values.shape[1]) for frame in values]
    points = [mono[at : at + 256] for at in range(0, len(mono), 256)]
    return [int(min(point) / 256) for point in points], [int(max(point) / 256) for point in points]
