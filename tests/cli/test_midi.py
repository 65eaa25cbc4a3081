"""`phantom midi`, run as its users run it."""

import json
import wave
from pathlib import Path

import pytest

from phantom_core.studio.midi import from_json, write
from tests.cli.program import run, run_cold
from tests.unit.studio_midi.midi_bytes import END, file, track

_SONG = file(
    track(b"\0\xff\3\4Lead", b"\0\x90\x45\x40", b"\x60\x80\x45\x40", END),
    b"XFIH\0\0\0\0",
)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "song.mid"
    path.write_bytes(_SONG)
    return path


def test_a_folder_that_comes_back_whole_is_summed_up(song: Path) -> None:
    below = song.parent / "deeper"
    below.mkdir()
    (below / "notes.txt").write_text("anything")
    answer = run("midi", "check", song.parent)

    assert answer.returncode == 0
    assert answer.stdout.startswith(f"2 files, {len(_SONG) + 8} bytes, 0 differences; ")
    assert "MB a second to JSON text" in answer.stdout


def test_a_file_is_told_for_people(song: Path) -> None:
    answer = run_cold("midi", "show", song)

    assert answer.stdout.splitlines() == [
        "song.mid: format 1, 96 ticks a quarter, 1 track, 0.500 s",
        "      0.000 s, tick 0: 120.00 beats a minute",
        "  tick 0: 4/4",
        "track 1 'Lead': 2 events, 1 note on channel 0, to tick 96",
        "8 bytes behind track 1: a chunk of type 'XFIH'",
    ]


def test_a_file_is_told_for_programs(song: Path) -> None:
    answer = run("midi", "show", "--json", song)

    assert write(from_json(json.loads(answer.stdout))) == _SONG


def test_a_file_that_is_none_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no file")

    assert run("midi", "show", tmp_path / "x").stdout == "x: kept as it is: there is no header\n"


def test_a_file_is_played_into_a_recording(song: Path) -> None:
    answer = run("midi", "render", song, song.with_suffix(".wav"))

    assert answer.stdout == "1 note, 0.5 s\n"
    with wave.open(str(song.with_suffix(".wav"))) as sound:
        assert sound.getnchannels() == 1
        assert sound.getnframes() / sound.getframerate() == pytest.approx(1.5, abs=0.1)


def test_what_cannot_be_written_is_one_sentence(song: Path) -> None:
    answer = run("midi", "render", song, song / "below.wav")

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
