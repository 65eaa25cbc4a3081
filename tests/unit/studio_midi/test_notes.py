"""Notes apart from their frame, and put back: as they were, or edited."""

from typing import Any

import attrs
import pytest

from phantom_core.kernel import Invalid
from phantom_core.studio.midi import (
    Content,
    Event,
    Events,
    Frame,
    Note,
    Track,
    frame_from_json,
    frame_to_json,
    join,
    read,
    renamed,
    split,
    write,
)
from tests.property.midi_examples import minting
from tests.unit.studio_midi.midi_bytes import END, file, track


def content(*events: tuple[int, bytes], names: tuple[str | None, ...] = ()) -> Content:
    ids = [*names, *[None] * (len(events) - len(names))]
    rows = [Event(time, each, name) for (time, each), name in zip(events, ids, strict=True)]
    return Content(division=96, tracks=(Track(events=Events.of(rows)),))


def note(name: str, start: int, duration: int = 96, **more: int) -> Note:
    fields = {"track": 0, "channel": 0, "pitch": 60, "velocity": 64, **more}
    return Note(note_id=name, start=start, duration=duration, **fields)


def messages(joined: Content) -> list[tuple[int, str]]:
    return [(event.time, event.message.hex()) for event in joined.tracks[0].events]


ON, OFF, SILENT = b"\x90\x3c\x40", b"\x80\x3c\x11", b"\x90\x3c\0"


def test_a_note_is_taken_from_where_it_begins_to_where_it_ends() -> None:
    frame, notes = split(content((5, b"\x93\x3d\x40"), (9, b"\x83\x3d\x11")), minting())

    assert notes == (
        Note(note_id="n0", track=0, channel=3, pitch=61, start=5, duration=4, velocity=64),
    )
    assert frame_to_json(frame)["tracks"][0]["events"] == [
        {"time": 5, "on": "n0"},
        {"time": 9, "off": "n0", "release": 17},
    ]


def test_of_stacked_notes_the_first_to_begin_is_the_first_to_end() -> None:
    _, notes = split(content((0, ON), (1, ON), (5, OFF), (9, SILENT)), minting())

    assert [(each.start, each.duration) for each in notes] == [(0, 5), (1, 8)]


def test_an_end_without_a_begin_ends_no_note_that_comes_to_its_pitch() -> None:
    events = content((0, b"\x90\x3d\x40"), (0, SILENT), (9, b"\x90\x3d\0"))
    frame, notes = split(events, minting())
    (moved,) = (attrs.evolve(each, pitch=60) for each in notes)
    again, heard = split(join(frame, [moved]), minting())

    assert heard == (moved,)
    assert again == frame


def test_an_end_that_bears_a_name_ends_the_note_of_that_name() -> None:
    _, notes = split(
        content((0, ON), (1, ON), (5, OFF), (9, OFF), names=("a", "b", "b", "a")), minting()
    )

    assert [(each.note_id, each.start, each.duration) for each in notes] == [
        *(("a", 0, 9), ("b", 1, 4))
    ]


def test_a_name_that_is_taken_is_replaced() -> None:
    _, notes = split(
        content((0, ON), (1, OFF), (2, ON), (3, OFF), names=("a", "a", "a")), minting()
    )

    assert [each.note_id for each in notes] == ["a", "n0"]


def test_what_has_no_other_end_stays_in_the_frame() -> None:
    whole = content((0, OFF), (1, ON), (2, b"\x90\x3d\x40"), (3, OFF), (4, OFF))
    frame, notes = split(whole, minting())

    assert len(notes) == 1
    assert len(frame_to_json(frame)["tracks"][0]["events"]) == 5
    assert write(join(frame, notes)) == write(whole)


def test_a_changed_pitch_or_velocity_changes_nothing_else() -> None:
    data = file(track(b"\x80\0\x90\x3c\x40", b"\0\xb0\7\1", b"\x60\x90\x3c\0", END))
    frame, (only,) = split(read(data), minting())
    joined = join(frame, [attrs.evolve(only, pitch=62, velocity=1)])

    assert write(joined) == data.replace(b"\x3c\x40", b"\x3e\1").replace(b"\x3c\0", b"\x3e\0")


def test_a_moved_note_comes_last_of_what_begins_and_first_of_what_ends() -> None:
    whole = content(
        (0, ON), (10, OFF), (20, b"\xb0\7\1"), (20, b"\x90\x3d\x40"), (30, b"\x80\x3d\0")
    )
    frame, notes = split(whole, minting())
    moved = [attrs.evolve(notes[0], start=20), notes[1]]

    assert messages(join(frame, moved)) == [
        *((20, "b00701"), (20, "903d40"), (20, "903c40"), (30, "803c11"), (30, "803d00"))
    ]


def test_a_note_that_ends_where_another_of_its_pitch_begins_ends_first() -> None:
    joined = join(Frame(), [note("b", 96), note("a", 0)])

    assert messages(joined) == [*((0, "903c40"), (96, "803c40"), (96, "903c40"), (192, "803c40"))]


def test_a_note_without_length_ends_after_it_begins() -> None:
    frame, (only,) = split(content((0, ON), (10, SILENT)), minting())

    assert messages(join(frame, [attrs.evolve(only, duration=0)])) == [(0, "903c40"), (0, "903c00")]


def test_a_deleted_note_leaves_no_trace() -> None:
    frame, (first, _) = split(content((0, ON), (10, OFF), (10, ON), (20, OFF)), minting())

    assert messages(join(frame, [first])) == [(0, "903c40"), (10, "803c11")]


def test_a_track_ends_later_where_a_note_does_and_no_earlier_without_it() -> None:
    frame, _ = split(content((0, ON), (10, OFF)), minting())

    assert join(frame, [note("x", 1000, 5)]).tracks[0].end == 1005
    assert join(frame, []).tracks[0].end == 10


def test_a_note_of_a_track_that_is_not_there_is_in_the_last_one() -> None:
    two = Frame(content=Content(tracks=(Track(), Track())))

    assert len(join(two, [note("x", 0, track=9)]).tracks[1].events) == 2


def test_notes_in_the_frame_of_a_file_that_was_opaque_make_a_file_of_their_own() -> None:
    frame, _ = split(read(b"no file"), minting())
    joined = join(frame, [note("x", 0)])

    assert write(join(frame, [])) == b"no file"
    assert (joined.whole, len(read(write(joined)).tracks)) == (None, 1)


def test_a_frame_can_be_given_other_names() -> None:
    frame, notes = split(content((0, ON), (10, OFF), (10, b"\xb0\7\1")), minting())

    assert join(renamed(frame, {"n0": "old"}), [attrs.evolve(notes[0], note_id="old")]).tracks[
        0
    ].events.ids == ("old", "old", None)


def test_a_frame_says_what_is_wrong_with_it() -> None:
    events = [
        {"time": 0, "on": ""},
        {"time": 0, "on": "a", "release": 3},
        {"time": 0, "off": "a", "release": 128},
        {"time": 0, "on": "b"},
        {"time": 0, "on": "b"},
        {"time": -1, "off": "b"},
    ]
    with pytest.raises(Invalid) as refusal:
        frame_from_json({"format": 0, "division": 96, "tracks": [{"events": events}]})

    assert {fault.path.removeprefix("tracks[0].") for fault in refusal.value.faults} == {
        *("events[0].on", "events[1].release", "events[2].release", "events[4].id"),
        "events[5].time",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("note_id", ""),
        ("track", -1),
        ("channel", 16),
        ("pitch", 128),
        ("velocity", 0),
        ("start", -1),
        ("start", 2**40 + 1),
        ("duration", -1),
    ],
)
def test_a_note_is_within_bounds(field: str, value: Any) -> None:
    with pytest.raises(Invalid, match=field):
        attrs.evolve(note("n", 0), **{field: value})
