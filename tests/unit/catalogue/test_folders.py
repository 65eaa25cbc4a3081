"""Folders of recordings, and playlists that lie beside them."""

import os
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.catalogue import in_a_thread, read_path
from phantom_adapters.contracts.tagged_recordings import tagged_wav
from phantom_core.catalog.importing import ImportedTrack, RefusedRow, Row, TrackRow
from phantom_core.kernel import Milliseconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of music, in which playlists find theirs."""
    (tmp_path / "music").mkdir()
    return tmp_path / "music"


def _rows(path: Path) -> list[Row]:
    with read_path(path) as source:
        return list(source.rows)


def _tracks(path: Path) -> list[ImportedTrack]:
    return [row.track for row in _rows(path) if isinstance(row, TrackRow)]


def test_tags_say_what_a_recording_is(folder: Path) -> None:
    path = folder / "x.wav"
    path.write_bytes(tagged_wav(2, title="Olé", artist="Ann", album="Best of", genre="Soul"))
    track = ImportedTrack(
        title="Olé", artist="Ann", album="Best of", genre="Soul", duration_ms=Milliseconds(2000)
    )

    assert _rows(folder) == [TrackRow(place="x.wav", track=track, recording=path)]


def test_what_tags_do_not_say_its_name_does(folder: Path) -> None:
    (folder / "07 - Ann - Olé.wav").write_bytes(tagged_wav(genre="Soul"))

    assert _tracks(folder) == [
        ImportedTrack(title="Olé", artist="Ann", genre="Soul", duration_ms=Milliseconds(1000))
    ]


def test_a_folder_is_read_whole_and_in_order(folder: Path) -> None:
    for name in ("b/2.wav", "a/3.WAV", "b/1.wav", "c/readme.txt", ".hidden/4.wav", "b/.5.wav"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(tagged_wav(title=name, artist="Ann"))

    assert [row.place for row in _rows(folder)] == ["a/3.WAV", "b/1.wav", "b/2.wav"]


def test_links_and_what_is_no_file_are_passed_over(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.wav").write_bytes(tagged_wav(title="Olé", artist="Ann"))
    (folder / "a.wav").symlink_to(outside / "x.wav")
    (folder / "b").symlink_to(outside)
    (folder / "c.wav").mkdir()
    os.mkfifo(folder / "d.wav")

    assert _rows(folder) == []


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b"RIFF\xff\xff\xff\xffWAVE", b"fLaC" * 50])
@pytest.mark.parametrize("suffix", ["wav", "mp3", "flac", "ogg", "m4a", "wma", "aiff"])
def test_what_only_looks_like_a_recording_is_refused_alone(
    folder: Path, data: bytes, suffix: str
) -> None:
    (folder / f"bad.{suffix}").write_bytes(data)
    (folder / "good.wav").write_bytes(tagged_wav(title="Olé", artist="Ann"))
    rows = _rows(folder)

    assert [isinstance(row, RefusedRow) for row in rows] == [True, False]
    assert rows[0].place == f"bad.{suffix}"


def test_a_name_that_is_no_text_is_told_with_escapes(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.wav")).write_bytes(tagged_wav())
    (row,) = _rows(folder)

    assert row.place == "caf\\xe9.wav"
    assert row.place.encode()


def test_a_playlist_finds_its_recordings_and_their_tags(folder: Path) -> None:
    (folder / "sub").mkdir()
    path = folder / "sub" / "x.wav"
    path.write_bytes(tagged_wav(2, title="Tagged", artist="Ann", album="Best of"))
    (folder / "Mine.m3u").write_text(
        f"#EXTM3U\n#EXTINF:-1,Bo - Listed\nsub/x.wav\nsub\\x.wav\n{path}\nfile://{path}\n"
    )
    shared: Any = {"album": "Best of", "duration_ms": 2000, "playlist": "Mine"}
    listed = ImportedTrack(title="Listed", artist="Bo", **shared)
    tagged = ImportedTrack(title="Tagged", artist="Ann", **shared)
    rows = _rows(folder / "Mine.m3u")

    assert _tracks(folder / "Mine.m3u") == [listed, tagged, tagged, tagged]
    assert [row.recording for row in rows if isinstance(row, TrackRow)] == [path] * 4


@pytest.mark.parametrize(
    "line",
    [
        "../outside/Ann - Olé.wav",
        "{outside}/Ann - Olé.wav",
        "file://{outside}/Ann%20-%20Ol%C3%A9.wav",
        "link/Ann - Olé.wav",
        "x\0/Ann - Olé.wav",
        "x" * 5000 + "/Ann - Olé.wav",
        "~/Ann - Olé.wav",
        "loop/Ann - Olé.wav",
    ],
)
def test_a_playlist_looks_at_nothing_outside_of_its_folder(
    folder: Path, tmp_path: Path, line: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Ann - Olé.wav").write_bytes(tagged_wav(title="Secret", artist="Eve"))
    (folder / "link").symlink_to(outside)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "x.m3u").write_text(line.format(outside=outside))
    (row,) = _rows(folder / "x.m3u")

    assert isinstance(row, TrackRow)
    assert (row.recording, row.track.duration_ms) == (None, None)
    assert row.track.artist == "Ann"


async def test_it_is_told_how_far_reading_is(folder: Path) -> None:
    for number in range(4):
        (folder / f"{number}.wav").write_bytes(tagged_wav(title=f"{number}", artist="Ann"))
    (folder.parent / "x.csv").write_text("title,artist\n" + "Olé,Ann\n" * 50_000)
    heard = []
    for path in (folder, folder.parent / "x.csv"):
        with read_path(path) as source:
            begin = source.fraction()
            async for _ in in_a_thread(source.rows):
                pass
            heard.append((begin, source.fraction()))

    assert heard == [(0.0, 1.0)] * 2
