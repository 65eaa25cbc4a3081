"""Laws of lists of songs: whatever the bytes, rows come out, and what was written is read.

- Any bytes, under any name, are rows to the end; none of them is an exception.
- Songs that are written as JSON or CSV are read as they were, whatever their texts.
"""

import csv
import io
import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.catalogue import FileFormat, read_file
from phantom_core.catalog.importing import TrackRow

_PIECES: Final = st.sampled_from(
    [
        *(b'"', b"[", b"]", b"{", b"}", b":", b",", b";", b"\n", b"\r", b"\0", b"\\u", b"\\"),
        *(b"title", b"artist", b'"songs"', b'"title"', b'"artist"', b"duration", b"1e999", b"NaN"),
        *(b"#EXTM3U\n", b"#EXTINF:", b"#EXTART:", b"-1", b"3:4", b" - ", b"http://[", b"../"),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80"),
    ]
)
_BYTES: Final = st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=40).map(b"".join))
_TABLES: Final = _BYTES.map(b"title,artist,duration,playlist\n".__add__)
_TEXTS: Final = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters=";"),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()))
_SONGS: Final = st.lists(
    st.fixed_dictionaries({"title": _TEXTS.filter(bool), "artist": _TEXTS.filter(bool)}),
    max_size=5,
)


@pytest.mark.parametrize("chosen", [None, *FileFormat])
@given(data=st.one_of(_BYTES, _TABLES))
def test_any_bytes_are_rows(chosen: FileFormat | None, data: bytes) -> None:
    for row in read_file(io.BytesIO(data), "list", chosen):
        assert row.place.startswith("list:")


def _read(data: str, chosen: FileFormat) -> list[dict[str, Any]]:
    rows = read_file(io.BytesIO(data.encode()), "list", chosen)
    return [
        {"title": row.track.title, "artist": row.track.artist}
        for row in rows
        if isinstance(row, TrackRow)
    ]


@given(songs=_SONGS, indent=st.sampled_from([None, 0, 3]), plain=st.booleans())
def test_songs_in_json_are_read_as_they_were(
    songs: list[dict[str, Any]], indent: int | None, *, plain: bool
) -> None:
    written = json.dumps({"songs": songs}, indent=indent, ensure_ascii=plain)

    assert _read(written, FileFormat.JSON) == songs


@given(songs=_SONGS, delimiter=st.sampled_from(",\t|"))
def test_songs_in_tables_are_read_as_they_were(songs: list[dict[str, Any]], delimiter: str) -> None:
    file = io.StringIO()
    table = csv.DictWriter(file, ["artist", "title"], delimiter=delimiter)
    table.writeheader()
    table.writerows(songs)

    assert _read(file.getvalue(), FileFormat.CSV) == songs
