"""Files made to cost time or memory cost what their size says."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from phantom_core.studio.midi import from_json, match_notes, read, split, to_json, write
from tests.property.midi_examples import minting
from tests.unit.studio_midi.midi_bytes import file, track

_SIZE = 1_000_000
_SECONDS = 60


@pytest.fixture
def _soon() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < _SECONDS


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize(
    "data",
    [
        file(track(b"\0\xc0\0", b"\0\0" * (_SIZE // 2))),
        file(track(b"\0\x90\x3c\x40", b"\0\x3c\x40" * (_SIZE // 3))),
        file(track(b"\0\xff\1\0" * (_SIZE // 4))),
        file(track(b"\x80" * _SIZE)),
        file(track(b"\0\xf8" * (_SIZE // 2))),
        file(track() * (_SIZE // 8)),
        file(b"XFIH\0\0\0\0" * (_SIZE // 8)),
        b"MThd" * (_SIZE // 4),
        file(track(b"\0\x90\x3c\x40" * (_SIZE // 8), b"\0\x80\x3c\x40" * (_SIZE // 8))),
    ],
    ids=[
        "brief",
        "running",
        "texts",
        "padding",
        "no events",
        "tracks",
        "chunks",
        "headers",
        "notes",
    ],
)
def test_a_megabyte_takes_seconds(data: bytes) -> None:
    content = read(data)

    assert write(content) == data
    assert from_json(to_json(content)) == content


@pytest.mark.usefixtures("_soon")
def test_thousands_of_equal_notes_are_paired_and_matched_in_seconds() -> None:
    count = 20_000
    data = file(track(b"\0\x90\x3c\x40" * count, b"\1\x80\x3c\x40" * count))
    _, notes = split(read(data), minting())
    matching = match_notes(notes, notes[: count // 2])

    assert len(notes) == count
    assert (len(matching.kept), len(matching.changed)) == (count // 2, 0)


def test_what_a_chunk_claims_is_not_taken_from_memory() -> None:
    data = file(track(b"\0\xff\1\xff\xff\xff\x7f", length=0xFFFF_FFFF), b"XFIH\xff\xff\xff\xff")
    tracemalloc.start()
    assert write(read(data)) == data
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < _SIZE
