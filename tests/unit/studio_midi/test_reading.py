"""Reading and writing: what becomes of each kind of thing in a file."""

import pytest

from phantom_core.studio.midi import (
    LAST_TICK,
    Content,
    Event,
    Events,
    Misstated,
    Oddity,
    Opaque,
    Smpte,
    Track,
    Unread,
    read,
    write,
)
from tests.unit.studio_midi.midi_bytes import END, file, track

ON = b"\0\x90\x3c\x40"


def events_of(data: bytes) -> list[Event]:
    content = read(data)

    assert write(content) == data
    return list(content.tracks[0].events)


def test_an_ordinary_file_has_nothing_odd() -> None:
    data = file(track(b"\0\xff\3\5Piano", ON, b"\x60\x80\x3c\x40", END))

    assert read(data) == Content(
        format=1,
        division=96,
        tracks=(
            Track(
                name="Piano",
                events=Events.of([Event(0, b"\x90\x3c\x40"), Event(96, b"\x80\x3c\x40")]),
                end=96,
            ),
        ),
    )
    assert write(read(data)) == data


def test_a_note_on_without_velocity_stays_one() -> None:
    assert events_of(file(track(ON, b"\x60\x90\x3c\0", END)))[1] == Event(96, b"\x90\x3c\0")


def test_a_track_that_leaves_statuses_out_is_marked_once() -> None:
    data = file(track(ON, b"\x60\x3c\0", b"\0\x3e\x40", b"\x60\x3e\0", END))
    content = read(data)

    assert write(content) == data
    assert content.tracks[0].running
    assert set(content.tracks[0].events.odds) == {None}


def test_an_event_that_does_not_do_as_its_track_is_marked() -> None:
    content = read(file(track(ON, b"\1\x3c\0", b"\1\x3c\x40", b"\1\x90\x3c\0", END)))

    assert content.tracks[0].running
    assert [event.odd for event in content.tracks[0].events][-1] == Oddity(runs=False)


def test_a_status_may_be_left_out_beyond_a_system_message() -> None:
    events = events_of(file(track(ON, b"\0\xf0\2\x01\xf7", b"\1\x3c\0", END)))

    assert events[2] == Event(1, b"\x90\x3c\0", None, Oddity(runs=True))


def test_times_and_lengths_that_are_padded_are_kept_so() -> None:
    events = events_of(file(track(b"\x80\x80\0\x90\x3c\x40", b"\0\xff\1\x80\x80\1a", END)))

    assert events[0].odd == Oddity(delta_bytes=3)
    assert events[1].odd == Oddity(length_bytes=3)


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b"\0\xf8", "the status f8 has no place in a file"),
        (b"\0\x90\x3c", "an event is cut off or lacks data"),
        (b"\0\x90\x3c\x90", "an event is cut off or lacks data"),
        (b"\0\xff\x80\0", "an event is cut off or lacks data"),
        (b"\0\xff\1\x05a", "an event that says that it has 5 bytes is cut off"),
        (b"\0\xff\1\xff\xff\xff\xff\x7f", "a quantity is too high"),
        (b"\x80" * 9 + b"\0\x90\x3c\x40", "a quantity is too long"),
        (b"\x81", "an event is cut off or lacks data"),
    ],
)
def test_a_track_is_read_up_to_its_first_fault(rest: bytes, reason: str) -> None:
    data = file(track(ON, rest))
    content = read(data)

    assert write(content) == data
    assert [event.message for event in content.tracks[0].events] == [b"\x90\x3c\x40"]
    assert content.tracks[0].unread == Unread(reason=reason, data=rest)
    assert content.tracks[0].end is None


def test_a_track_cannot_begin_without_a_status() -> None:
    data = file(track(b"\0\x3c\x40"))
    (only,) = read(data).tracks

    assert write(read(data)) == data
    assert (len(only.events), only.unread is not None) == (0, True)


def test_what_comes_after_the_last_tick_is_not_read() -> None:
    step = b"\xff\xff\xff\x7f\xc0\0"
    content = read(file(track(step * 5000)))

    assert content.tracks[0].events.last <= LAST_TICK
    assert write(content) == file(track(step * 5000))


def test_a_name_that_is_no_utf_8_stays_an_event() -> None:
    (event,) = events_of(file(track(b"\0\xff\3\1\xe9", END)))

    assert event.fields == {"type": "trackName", "text": "é", "encoding": "latin-1"}


def test_a_track_without_an_end_and_one_with_two_are_kept_so() -> None:
    missing, double = read(file(track(ON), track(END, ON, b"\5\xff\x2f\0"))).tracks

    assert missing.end is None
    assert (double.end, double.events[0].type) == (5, "endOfTrack")


def test_other_chunks_stand_behind_the_tracks_before_them() -> None:
    data = file(b"XFIH\0\0\0\1a", track(END), b"tail")
    content = read(data)

    assert write(content) == data
    assert content.opaque == (
        Opaque(place=0, reason="a chunk of type 'XFIH'", data=b"XFIH\0\0\0\1a"),
        Opaque(place=1, reason="too few bytes for a chunk", data=b"tail"),
    )


def test_a_wrapper_and_a_longer_header_are_kept() -> None:
    header = b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + b"MThd\0\0\0\x08\0\0\0\1\0\x60xy"
    content = read(header + track(END))

    assert write(content) == header + track(END)
    assert [(piece.place, piece.data) for piece in content.opaque] == [
        ("start", header[:20]),
        ("header", b"xy"),
    ]


def test_wrong_numbers_are_kept_beside_what_is_there() -> None:
    content = read(file(track(END, length=0xFFFF_FFFF), count=7))

    assert content.track_count == Misstated(written=7, actual=1)
    assert content.tracks[0].length == Misstated(written=0xFFFF_FFFF, actual=4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"not a midi file", "there is no header"),
        (b"MThd\0\0\0\6\0\1", "the header is cut off"),
        (b"MThd\0\0\0\4\0\1\0\1\0\x60", "the header says that it has 4 bytes"),
        (b"MThd\xff\xff\xff\xff\0\1\0\1\0\x60", "the header says that it has 4294967295 bytes"),
        (file(form=3), "the header names format 3"),
        (file(division=0), "the header gives ticks no length"),
        (file(division=0xE700), "the header gives ticks no length"),
    ],
)
def test_a_file_without_a_usable_header_is_kept_as_a_whole(data: bytes, reason: str) -> None:
    content = read(data)

    assert write(content) == data
    assert content.whole == Opaque(place="file", reason=reason, data=data)
    assert content.tracks == ()


def test_ticks_may_be_parts_of_a_second() -> None:
    content = read(file(track(END), division=0xE728))

    assert content.division == Smpte(frames_per_second=25, ticks_per_frame=40)
