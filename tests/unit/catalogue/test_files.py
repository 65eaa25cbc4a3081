"""Files of songs are read whatever wrote them; what cannot be read is told by file and line."""

import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from phantom_adapters.catalogue import FileFormat, read_file
from phantom_core.catalog.importing import ImportedTrack, RefusedRow, Row, TrackRow


def _rows(data: bytes | str, name: str, chosen: FileFormat | None = None) -> list[Row]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_file(io.BytesIO(raw), name, chosen))


def _tracks(data: bytes | str, name: str) -> list[ImportedTrack]:
    return [row.track for row in _rows(data, name) if isinstance(row, TrackRow)]


def _refusals(data: bytes | str, name: str) -> list[tuple[str, str]]:
    rows = _rows(data, name)
    return [(row.place, row.reason) for row in rows if isinstance(row, RefusedRow)]


def _track(**fields: Any) -> ImportedTrack:
    return ImportedTrack(**{"title": "Olé", "artist": "Ann", **fields})


class TestCsv:
    def test_every_column_is_read(self) -> None:
        table = (
            "title,artist,genre,album,durationMs,spotifyTrackId,spotifyArtistId,"
            "previewUrl,albumCoverUrl,imageUrl,playlist\n"
            "Olé,Ann,Soul,Best of,1234,t1,a1,https://p.example,https://c.example,"
            "https://i.example,Mine\n"
        )

        assert _tracks(table, "songs.csv") == [
            _track(
                genre="Soul",
                album="Best of",
                duration_ms=1234,
                spotify_track_id="t1",
                spotify_artist_id="a1",
                preview_url="https://p.example",
                album_cover_url="https://c.example",
                image_url="https://i.example",
                playlist="Mine",
            )
        ]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
    def test_delimiter_and_encoding_are_found_out(self, delimiter: str, encoding: str) -> None:
        table = f"Artist{delimiter}Title\r\nAnn{delimiter}Olé\r\n"

        assert _tracks(table.encode(encoding), "songs.csv") == [_track()]

    @pytest.mark.parametrize("header", ["Track Name,Artist Name(s)", "SONG,performer"])
    def test_columns_go_by_several_names(self, header: str) -> None:
        assert _tracks(f"{header}\nOlé,Ann\n", "songs.csv") == [_track()]

    def test_a_cell_may_hold_delimiters_quotes_and_lines(self) -> None:
        table = 'title,artist\n"O,""\nlé",Ann\n'

        assert _tracks(table, "songs.csv") == [_track(title='O," lé')]

    def test_blank_lines_and_unknown_columns_are_passed_over(self) -> None:
        table = "title,rating,artist\n\n,,\nOlé,5,Ann"

        assert _tracks(table, "songs.csv") == [_track()]

    def test_each_bad_row_is_told_by_its_line_and_the_others_are_read(self) -> None:
        table = "title,artist,ms,duration_ms\nA,,,\n,B,,\nC,D,,soon\nE,F,,1,2\nOlé,Ann\n"

        assert _tracks(table, "songs.csv") == [_track()]
        assert _refusals(table, "songs.csv") == [
            ("songs.csv:2", "artist is missing"),
            ("songs.csv:3", "title is missing"),
            ("songs.csv:4", "duration_ms must be a number, and is 'soon'"),
            ("songs.csv:5", "has 5 columns, and the header has 4"),
        ]

    def test_every_fault_of_a_row_is_told(self) -> None:
        table = f"title,artist,previewUrl\n{'x' * 201},Ann,javascript:x\n"
        ((_, reason),) = _refusals(table, "songs.csv")

        assert "title must have 1 to 200 characters" in reason
        assert "preview_url must be a web address" in reason

    def test_a_table_without_the_columns_is_refused_as_a_whole(self) -> None:
        assert _refusals("a,title\nx,y\n", "songs.csv") == [
            (
                "songs.csv:1",
                "The first line names no column for artist. Nothing after it was read.",
            )
        ]

    def test_a_quote_that_never_ends_ends_the_file(self) -> None:
        table = "title,artist\nOlé,Ann\n" + '"x' * 200_000

        assert _tracks(table, "songs.csv") == [_track()]
        assert len(_refusals(table, "songs.csv")) == 1

    @pytest.mark.parametrize("data", [b"", b"\0" * 1000, b"\xff\xfe\xff", b"\xff\xfex\xd8\n\0"])
    def test_what_is_no_table_is_told_in_words(self, data: bytes) -> None:
        ((place, _),) = _refusals(data, "songs.csv")

        assert place == "songs.csv:1"


class TestDurations:
    @pytest.mark.parametrize(
        ("column", "text", "milliseconds"),
        [
            ("duration_ms", "1234", 1234),
            ("Track Duration (ms)", "1234.4", 1234),
            ("duration", "83", 83_000),
            ("length", "83.25", 83_250),
            ("time", "3:45", 225_000),
            ("time", "1:02:03.5", 3_723_500),
            ("duration", "-1", None),
            ("duration", "0", None),
            ("duration", "", None),
        ],
    )
    def test_a_duration_is_written_in_several_ways(
        self, column: str, text: str, milliseconds: int | None
    ) -> None:
        table = f"title;artist;{column}\nOlé;Ann;{text}\n"

        assert _tracks(table, "songs.csv") == [_track(duration_ms=milliseconds)]

    @pytest.mark.parametrize("text", ["nan", "inf", "1e400", "3:4:5:6", "99999999"])
    def test_what_is_none_is_refused(self, text: str) -> None:
        assert len(_refusals(f"title;artist;duration\nOlé;Ann;{text}\n", "songs.csv")) == 1


class TestJson:
    @pytest.mark.parametrize(
        "text",
        [
            '[{"title": "Olé", "artist": "Ann"}]',
            '{"songs": [{"title": "Olé", "artist": "Ann"}]}',
            '\ufeff {"name": "x", "tracks": [{"title": "Olé", "artist": ["Ann", "Bo"]}], "n": 1}\n',
            '[{"name": " Olé\\n", "artistName": "Ann", "rating": {"a": [1]}}]',
        ],
    )
    def test_a_list_is_read_however_it_is_wrapped(self, text: str) -> None:
        assert _tracks(text, "songs.json") == [_track()]

    def test_ids_may_be_addresses_of_the_service(self) -> None:
        text = """[{"title": "Olé", "artist": "Ann", "spotifyUri": "spotify:track:t1",
            "spotifyArtistId": "https://open.example/artist/a1?si=x"}]"""

        assert _tracks(text, "songs.json") == [
            _track(spotify_track_id="t1", spotify_artist_id="a1")
        ]

    def test_each_bad_entry_is_told_by_its_line_and_the_others_are_read(self) -> None:
        text = '[3,\n {"title": "A"},\n\n {"title": "\\ud800", "artist": "B"},\n'
        text += ' {"title": "Olé", "artist": "Ann"}]'

        assert _tracks(text, "songs.json") == [_track()]
        assert [place for place, _ in _refusals(text, "songs.json")] == [
            "songs.json:1",
            "songs.json:2",
            "songs.json:4",
        ]

    @pytest.mark.parametrize(
        "after",
        [
            "",
            "}",
            ", ]",
            ' {"title"',
            ", " + "[" * 100_000,
            ", " + "9" * 9999,
            "] x",
            ',"\xff',
            "\xff",
        ],
    )
    def test_what_was_read_before_the_fault_stands(self, after: str) -> None:
        text = '[{"title": "Olé", "artist": "Ann"}'

        raw = text.encode() + after.encode("latin-1")

        assert _tracks(raw, "x.json") == [_track()]
        assert len(_refusals(raw, "x.json")) == 1

    @pytest.mark.parametrize("text", ["", "3", '"x"', "{}", '{"songs": 3}', '{"a": 1, "b"', "null"])
    def test_what_is_no_list_is_told_in_words(self, text: str) -> None:
        ((place, reason),) = _refusals(text, "songs.json")

        assert place == "songs.json:1"
        assert reason.endswith("Nothing after it was read.")

    def test_text_that_is_no_utf_8_is_refused_alone(self) -> None:
        raw = '[{"title": "Olé", "artist": "Ann"}]'

        ((_, reason),) = _refusals(raw.encode("latin-1"), "songs.json")
        assert reason == "title must not contain control characters or lone surrogates"

    def test_a_number_is_whole_wherever_the_pieces_end(self) -> None:
        text = '{"n": ' + " " * (64 * 1024 - 9) + '12345, "songs": []}'

        assert _rows(text, "songs.json") == []


class TestM3u:
    def test_an_extended_list_says_what_its_songs_are(self) -> None:
        text = """#EXTM3U
#PLAYLIST: Late night
#EXTALB:Best of
#EXTGENRE:Soul
#EXTINF:83,Ann - Olé
a/b.mp3
#EXTINF:-1 logo="x,y",Ann - Two - Three
http://radio.example/x
"""
        shared = {"album": "Best of", "genre": "Soul", "playlist": "Late night"}

        assert _tracks(text, "x.m3u8")[0] == _track(duration_ms=83_000, **shared)

    def test_a_plain_list_says_it_by_the_names_of_its_files(self) -> None:
        text = (
            "music/01 - Ann - Olé.mp3\r\nC:\\Music\\02. Ann - Olé.flac\r\nfile:///x/Ann - Olé.ogg"
        )

        assert _tracks(text.encode("latin-1"), "Mine.m3u") == [_track(playlist="Mine")] * 3

    @pytest.mark.parametrize(
        "line",
        [
            "http://x.example/Ann%20-%20Ol%C3%A9.mp3?x=/y.z",
            "http://[/Ann - Olé.mp3",
            "a/Ann - Olé?.mp3",
            "a/Ann - Olé#1.mp3",
        ],
    )
    def test_an_address_is_a_name_too(self, line: str) -> None:
        ((artist, title),) = [(each.artist, each.title) for each in _tracks(line, "x.m3u")]

        assert (artist, title[:3]) == ("Ann", "Olé")

    def test_a_song_without_an_artist_is_refused(self) -> None:
        assert _refusals("#EXTM3U\nnoise.mp3\n", "x.m3u") == [("x.m3u:2", "artist is missing")]

    def test_the_pieces_of_a_stream_are_no_songs(self) -> None:
        ((place, reason),) = _refusals("#EXTM3U\n#EXT-X-VERSION:3\na.ts\n", "x.m3u8")

        assert place == "x.m3u8:2"
        assert "stream" in reason


class TestFormats:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("songs.txt", '[{"title": "Olé", "artist": "Ann"}]'),
            ("songs", "title,artist\nOlé,Ann"),
            ("songs.tsv", "title\tartist\nOlé\tAnn"),
            ("SONGS.JSON", '[{"title": "Olé", "artist": "Ann"}]'),
        ],
    )
    def test_a_format_is_told_by_the_name_or_else_by_the_beginning(
        self, name: str, data: str
    ) -> None:
        assert _tracks(data, name) == [_track()]

    def test_it_can_be_said(self) -> None:
        rows = _rows("title,artist\nOlé,Ann", "songs.json", FileFormat.CSV)

        assert rows == [TrackRow(place="songs.json:2", track=_track())]


@pytest.mark.parametrize(
    ("name", "head", "again"),
    [
        ("x.csv", b"title,artist\n", b"Ole,Ann" + b" " * 9000 + b"\n"),
        ("x.json", b"[1", b',{"title": "Ole", "artist": "Ann"}' + b" " * 9000),
        ("x.m3u", b"#EXTM3U\n", b"Ann - Ole.mp3" + b" " * 9000 + b"\n"),
        ("x.csv", b"title,artist\n", b"x" * 10_000),
        ("x.json", b'["', b"x" * 10_000),
        ("x.json", b"[1", b" " * 10_000),
    ],
)
def test_a_huge_file_is_never_held_as_a_whole(
    tmp_path: Path, name: str, head: bytes, again: bytes
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        for _ in range(4_000_000 // len(again)):
            file.write(again)
    tracemalloc.start()
    with path.open("rb") as file:
        for _ in read_file(file, name):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000
