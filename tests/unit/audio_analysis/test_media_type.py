"""What a file is, its first bytes tell."""

from typing import Any

import numpy as np
import pytest

from phantom_core.audio.media_type import SNIFF_BYTES, AudioFormat, refusal, sniff
from phantom_core.audio.mpeg_frames import first_frame, frame_at, id3_length
from tests.unit.audio_analysis.recordings import encoded, noise

HISS = noise(1)
ID3 = b"ID3\x04\0\0\0\0\x02\x01" + bytes(257)


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("WAV", {}, AudioFormat.WAV),
        ("WAVEX", {}, AudioFormat.WAV),
        ("RF64", {}, AudioFormat.WAV),
        ("W64", {}, AudioFormat.WAV),
        ("FLAC", {}, AudioFormat.FLAC),
        ("OGG", {"subtype": "VORBIS"}, AudioFormat.OGG),
        ("MP3", {}, AudioFormat.MP3),
        ("AIFF", {}, None),
        ("AU", {}, None),
    ],
)
def test_each_container_is_known_by_its_bytes(
    kind: str, options: dict[str, Any], expected: AudioFormat | None
) -> None:
    assert sniff(encoded(HISS, kind=kind, **options)[:SNIFF_BYTES]) is expected


def test_opus_in_ogg_is_ogg() -> None:
    data = encoded(noise(1, rate=48000), rate=48000, kind="OGG", subtype="OPUS")

    assert sniff(data) is AudioFormat.OGG


@pytest.mark.parametrize(("mark", "name"), [(b"\x7fFLAC", "FLAC"), (b"Speex   ", "Speex")])
def test_what_ogg_may_not_carry_is_refused_by_name(mark: bytes, name: str) -> None:
    head = b"OggS" + bytes(24) + mark + bytes(100)

    assert sniff(head) is None
    assert f"OGG with {name} inside is not supported" in refusal(head).detail
    assert "OGG with" not in refusal(b"fLaC" + mark).detail


def test_a_tag_before_the_sound_is_stepped_over() -> None:
    assert id3_length(ID3) == len(ID3)
    assert sniff(ID3 + encoded(HISS, kind="FLAC")) is AudioFormat.FLAC
    assert sniff(ID3 + encoded(HISS, kind="MP3")) is AudioFormat.MP3


def test_a_tag_longer_than_what_is_seen_means_mp3() -> None:
    assert sniff(b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(1000)) is AudioFormat.MP3


def test_junk_before_an_mp3_is_allowed() -> None:
    junk = bytes(range(1, 251)) * 20

    assert sniff(junk + encoded(HISS, kind="MP3")) is AudioFormat.MP3


@pytest.mark.parametrize(
    "signature", [b"<html>", b"\n <svg ", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff"]
)
def test_what_begins_as_something_else_is_no_mp3_whatever_follows(signature: bytes) -> None:
    assert sniff(signature + encoded(HISS, kind="MP3")) is None


@pytest.mark.parametrize("data", [b"", b"\xff", b"RIFF", b"RIFF\0\0\0\0AVI ", b"OggS", b"\0" * 500])
def test_scraps_are_nothing(data: bytes) -> None:
    assert sniff(data) is None


def test_frames_of_an_mp3_follow_each_other() -> None:
    data = encoded(np.zeros((44100, 2)), rate=44100, kind="MP3")
    at = first_frame(data)
    frame = None if at is None else frame_at(data, at)

    assert at == 0
    assert frame is not None
    assert (frame.samples, frame.sample_rate) == (1152, 44100)
    assert frame_at(data, frame.length) is not None
