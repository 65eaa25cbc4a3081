"""All the sound that is in a file comes out, counted, and no more than is allowed."""

import struct
from pathlib import Path

import numpy as np
import pytest

from phantom_adapters.audio.decoding import BLOCK, Sound, milliseconds, probe
from phantom_adapters.audio.limits import AudioLimits
from phantom_core.audio.analysis import TooMuchAudio
from phantom_core.audio.media_type import NotAudio, NotDecodable
from phantom_core.audio.mpeg_frames import frame_at
from tests.unit.audio_analysis.recordings import encoded, noise, write

LIMITS = AudioLimits()
SECOND = noise(1, rate=44100)


def frames_of(path: Path, limits: AudioLimits = LIMITS) -> int:
    return Sound(path, limits).count()


def without_length_tag(data: bytes) -> bytes:
    first = frame_at(data, 0)
    assert first is not None
    return data[first.length :]


def without_length(flac: bytes) -> bytes:
    data = bytearray(flac)
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    return bytes(data)


@pytest.mark.parametrize("kind", ["WAV", "WAVEX", "RF64", "W64", "FLAC", "OGG", "MP3"])
def test_every_frame_comes_out(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, encoded(SECOND, rate=44100, kind=kind))

    assert frames_of(path) == 44100
    assert probe(path, LIMITS).duration_ms == 1000


def test_blocks_are_channels_by_frames_and_join_up(tmp_path: Path) -> None:
    samples = np.stack([noise(4, rate=44100), noise(4, rate=44100, seed=2)], axis=1)
    path = write(tmp_path, encoded(samples, rate=44100, subtype="FLOAT"))
    blocks = list(Sound(path, LIMITS).blocks())

    assert [block.shape for block in blocks] == [(2, BLOCK), (2, BLOCK), (2, 4 * 44100 - 2 * BLOCK)]
    assert np.array_equal(np.concatenate(blocks, axis=1).T, samples.astype(np.float32))


def test_an_mp3_of_varying_bit_rate_that_states_no_length_is_read_to_its_end(
    tmp_path: Path,
) -> None:
    samples = np.concatenate([np.zeros(44100), noise(4, rate=44100)])
    options = {"bitrate_mode": "VARIABLE", "compression_level": 0.1}
    data = without_length_tag(encoded(samples, rate=44100, kind="MP3", **options))
    sound = Sound(write(tmp_path, data), LIMITS)

    assert sound.count() == pytest.approx(5 * 44100, abs=3 * 1152)
    assert not sound.truncated


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3"])
def test_a_file_cut_in_two_gives_its_first_half(tmp_path: Path, kind: str) -> None:
    data = encoded(noise(4, rate=44100), rate=44100, kind=kind)
    sound = Sound(write(tmp_path, data[: len(data) // 2]), LIMITS)

    assert sound.count() == pytest.approx(2 * 44100, rel=0.25)
    assert sound.truncated


@pytest.mark.parametrize("kind", ["RF64", "W64"])
def test_a_large_wav_cut_in_two_is_truncated(tmp_path: Path, kind: str) -> None:
    data = encoded(SECOND, rate=44100, kind=kind)
    sound = Sound(write(tmp_path, data[: len(data) // 2]), LIMITS)

    assert sound.count() == pytest.approx(22050, abs=200)
    assert sound.truncated


def test_an_ogg_that_lost_its_last_byte_is_truncated(tmp_path: Path) -> None:
    sound = Sound(write(tmp_path, encoded(SECOND, rate=44100, kind="OGG")[:-1]), LIMITS)

    assert sound.count() > 0
    assert sound.truncated


def test_an_mp3_that_loses_sound_in_the_middle_is_truncated(tmp_path: Path) -> None:
    data = bytearray(encoded(noise(4, rate=44100), rate=44100, kind="MP3"))
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    sound = Sound(write(tmp_path, bytes(data)), LIMITS)

    assert sound.count() < 3 * 44100
    assert sound.truncated


@pytest.mark.parametrize("lost", [1, 100, 5000])
def test_a_flac_that_lost_its_last_bytes_gives_all_frames_before(tmp_path: Path, lost: int) -> None:
    data = encoded(noise(4, rate=44100), rate=44100, kind="FLAC")
    path = write(tmp_path, data[:-lost])
    sound = Sound(path, LIMITS)
    heard = sum(block.shape[1] for block in sound.blocks())

    assert heard == sound.decoded == pytest.approx(4 * 44100, abs=3 * 4096)
    assert sound.truncated
    assert probe(path, LIMITS).duration_ms == milliseconds(heard, 44100)


def test_a_flac_without_a_length_is_read_to_its_end(tmp_path: Path) -> None:
    path = write(tmp_path, without_length(encoded(SECOND, rate=44100, kind="FLAC")))
    sound = Sound(path, LIMITS)

    assert (sound.expected, sound.count()) == (0, 44100)
    assert not sound.truncated
    assert probe(path, LIMITS).duration_ms == 1000


def test_a_flac_without_a_length_that_is_cut_in_two_is_truncated(tmp_path: Path) -> None:
    data = without_length(encoded(noise(4, rate=44100), rate=44100, kind="FLAC"))
    sound = Sound(write(tmp_path, data[: len(data) // 2]), LIMITS)

    assert sound.count() == pytest.approx(2 * 44100, rel=0.25)
    assert sound.truncated


def test_what_states_no_length_but_was_measured_is_not_decoded_to_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"bitrate_mode": "VARIABLE", "compression_level": 0.1}
    samples = np.concatenate([np.zeros(44100), noise(4, rate=44100)])
    data = without_length_tag(encoded(samples, rate=44100, kind="MP3", **options))
    stream = encoded(SECOND, rate=44100, kind="OGG")
    monkeypatch.setattr(Sound, "count", None)

    assert probe(write(tmp_path, data), LIMITS).duration_ms == pytest.approx(5000, abs=100)
    assert probe(write(tmp_path, stream * 3), LIMITS).duration_ms == 3000


def damaged_flac() -> bytes:
    """Two seconds, some of it overwritten in the middle."""
    data = bytearray(encoded(noise(2, rate=44100), rate=44100, kind="FLAC"))
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    return bytes(data)


def test_a_damaged_flac_gives_what_comes_before_the_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    sound = Sound(write(tmp_path, damaged_flac()), LIMITS)

    assert sound.count() == pytest.approx(44100, abs=8192)
    assert sound.truncated
    assert list(sound.warnings) == ["The file is damaged; what comes after the damage is missing."]


@pytest.mark.usefixtures("ffmpeg_program")
def test_with_ffmpeg_a_damaged_flac_gives_what_comes_after_the_damage_too(tmp_path: Path) -> None:
    sound = Sound(write(tmp_path, damaged_flac()), LIMITS)
    whole = np.concatenate(list(sound.blocks()), axis=1)[0]
    original = noise(2, rate=44100)

    assert len(whole) == pytest.approx(88200, abs=3 * 4096)
    assert whole[:8192] == pytest.approx(original[:8192], abs=1e-4)
    assert whole[-8192:] == pytest.approx(original[-8192:], abs=1e-4)
    assert sound.truncated
    assert list(sound.warnings) == ["The file is damaged; a piece of it is missing."]


def test_two_streams_in_one_ogg_are_both_read(tmp_path: Path) -> None:
    first = encoded(SECOND, rate=44100, kind="OGG")
    second = encoded(noise(1, rate=44100, seed=2), rate=44100, kind="OGG")
    path = write(tmp_path, first + second)

    assert frames_of(path) == 88200
    assert probe(path, LIMITS).duration_ms == 2000


def test_a_stream_of_another_shape_is_left_out_with_a_warning(tmp_path: Path) -> None:
    first = encoded(SECOND, rate=44100, kind="OGG")
    sound = Sound(write(tmp_path, first + encoded(noise(1), kind="OGG")), LIMITS)

    assert sound.count() == sound.expected == 44100
    assert len(sound.warnings) == 1


@pytest.mark.parametrize(
    "length", [0, 0x7FFF_F000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFDB, 0xFFFF_FFFF]
)
def test_a_wav_whose_length_was_left_open_is_read_whole(tmp_path: Path, length: int) -> None:
    data = encoded(SECOND, rate=44100)
    at = data.index(b"data") + 4
    streamed = data[:at] + struct.pack("<I", length) + data[at + 4 :]
    sound = Sound(write(tmp_path, streamed), LIMITS)

    assert sound.count() == 44100
    assert not sound.truncated


@pytest.mark.parametrize("length", [0, 2**63 - 1, 2**64 - 1])
@pytest.mark.parametrize(("kind", "places"), [("RF64", (20, 28, 36)), ("W64", (16, None))])
def test_a_large_wav_whose_length_was_left_open_is_read_whole(
    tmp_path: Path, kind: str, places: tuple[int | None, ...], length: int
) -> None:
    data = bytearray(encoded(SECOND, rate=44100, kind=kind))
    for place in places:
        at = data.index(b"data") + 16 if place is None else place
        data[at : at + 8] = length.to_bytes(8, "little")
    sound = Sound(write(tmp_path, bytes(data)), LIMITS)

    assert sound.count() == 44100
    assert not sound.truncated


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "MP3", "OGG"])
def test_a_long_tag_in_front_changes_nothing(tmp_path: Path, kind: str) -> None:
    tag = b"ID3\x04\0\0\0\x06\x0d\x20" + bytes(100_000)
    path = write(tmp_path, tag + encoded(SECOND, rate=44100, kind=kind))

    assert frames_of(path) == 44100


def test_junk_before_an_mp3_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, bytes(range(1, 251)) * 20 + encoded(SECOND, rate=44100, kind="MP3"))

    assert frames_of(path) == 44100


def test_nan_and_infinity_become_silence_with_a_warning(tmp_path: Path) -> None:
    samples = SECOND.copy()
    samples[10:13] = [np.nan, np.inf, -np.inf]
    sound = Sound(write(tmp_path, encoded(samples, rate=44100, subtype="FLOAT")), LIMITS)
    heard = np.concatenate(list(sound.blocks()), axis=1)

    assert np.array_equal(heard[0, 10:13], np.zeros(3))
    assert heard[0, 13] == np.float32(samples[13])
    assert len(sound.warnings) == 1


def test_samples_above_full_scale_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path, encoded(np.array([3.0, -2.0]), subtype="FLOAT"))

    assert np.concatenate(list(Sound(path, LIMITS).blocks()), axis=1).tolist() == [[3.0, -2.0]]


@pytest.mark.parametrize("frames", [0, 1])
def test_next_to_nothing_is_nothing_wrong(tmp_path: Path, frames: int) -> None:
    assert frames_of(write(tmp_path, encoded(np.zeros(frames)))) == frames


def test_a_recording_longer_than_allowed_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, encoded(SECOND, rate=44100))

    with pytest.raises(TooMuchAudio, match="hours"):
        frames_of(path, AudioLimits(sound_seconds=0.5))
    with pytest.raises(TooMuchAudio, match="samples"):
        frames_of(path, AudioLimits(samples=1000))


def test_a_stream_that_hides_its_length_is_stopped_where_it_is_too_long(tmp_path: Path) -> None:
    options = {"bitrate_mode": "VARIABLE", "compression_level": 0.1}
    samples = np.concatenate([np.zeros(44100), noise(4, rate=44100)])
    data = without_length_tag(encoded(samples, rate=44100, kind="MP3", **options))

    with pytest.raises(TooMuchAudio):
        frames_of(write(tmp_path, data), AudioLimits(sound_seconds=3))


def test_a_flac_that_claims_a_month_is_refused_or_counted(tmp_path: Path) -> None:
    data = bytearray(encoded(SECOND, rate=44100, kind="FLAC"))
    data[21] |= 0x0F
    data[22:26] = b"\xff\xff\xff\xff"

    with pytest.raises(TooMuchAudio):
        probe(write(tmp_path, bytes(data)), LIMITS)


def test_a_flac_that_claims_an_hour_too_much_is_counted(tmp_path: Path) -> None:
    data = bytearray(encoded(SECOND, rate=44100, kind="FLAC"))
    data[22:26] = struct.pack(">I", 3600 * 44100)

    assert probe(write(tmp_path, bytes(data)), LIMITS).duration_ms == 1000


def test_too_many_channels_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, encoded(np.zeros((10, 9))))

    with pytest.raises(NotDecodable, match="channels"):
        Sound(path, AudioLimits(channels=8))


def test_an_absurd_sample_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotDecodable, match="1 Hz makes no sense"):
        Sound(write(tmp_path, encoded(np.zeros(10), rate=1)), LIMITS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encoded(SECOND, kind="FLAC")[:100], "its FLAC frames are damaged or cut off"),
        (encoded(SECOND, kind="MP3")[:500], "no sound was found in it"),
        (encoded(SECOND)[:24] + bytes(4) + encoded(SECOND)[28:], "its header makes no sense"),
    ],
    ids=["flac", "mp3", "wav"],
)
def test_why_nothing_can_be_decoded_is_said_of_the_file(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(NotDecodable, match=reason):
        Sound(write(tmp_path, data), LIMITS).count()


def test_text_is_no_audio_whatever_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotAudio):
        Sound(write(tmp_path, b"Not a note in here.", "song.wav"), LIMITS)
