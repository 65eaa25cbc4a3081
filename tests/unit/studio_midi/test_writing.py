"""Writing content that was made or changed: a file as it should be, whatever an old one was."""

import attrs
import pytest

from phantom_core.kernel import Invalid
from phantom_core.studio.midi import Content, Event, Events, Oddity, Smpte, Track, read, write
from tests.unit.studio_midi.midi_bytes import END, file, track

ON, OFF = Event(0, b"\x90\x3c\x40"), Event(96, b"\x90\x3c\0")


def written(one: Track) -> bytes:
    return write(Content(division=96, tracks=(one,)))


def test_a_status_is_written_where_the_one_before_it_has_gone() -> None:
    content = read(file(track(b"\0\x90\x3c\x40", b"\0\xf0\0", b"\1\x3c\0", END)))
    left = content.tracks[0].events[1:]

    assert written(attrs.evolve(content.tracks[0], events=left)) == file(
        track(b"\0\xf0\0", b"\1\x90\x3c\0", END)
    )


def test_a_track_leaves_statuses_out_only_of_neighbours_that_are_alike() -> None:
    events = Events.of([ON, Event(1, b"\xb0\7\x40"), Event(1, b"\xb0\7\x41"), OFF])

    assert written(Track(events=events, running=True)) == file(
        track(b"\0\x90\x3c\x40", b"\1\xb0\7\x40", b"\0\7\x41", b"\x5f\x90\x3c\0", END)
    )


def test_padding_is_kept_only_as_far_as_a_number_needs_less() -> None:
    odd = Oddity(delta_bytes=2)

    assert written(Track(events=Events.of([Event(2**20, ON.message, None, odd)]))) == file(
        track(b"\xc0\x80\0\x90\x3c\x40", END)
    )


def test_wrong_numbers_are_put_right_once_what_they_speak_of_has_changed() -> None:
    content = read(file(track(END, length=99), count=7))
    longer = attrs.evolve(content.tracks[0], events=Events.of([ON]))
    changed = attrs.evolve(content, tracks=(longer, longer))

    assert write(changed) == file(*[track(b"\0\x90\x3c\x40", END)] * 2)


def test_a_pause_too_long_for_a_file_has_empty_texts_in_it() -> None:
    data = written(Track(events=Events.of([ON, Event(2**29, OFF.message)])))

    assert [event.type for event in read(data).tracks[0].events] == [
        *("noteOn", "text", "text", "noteOn")
    ]
    assert read(data).tracks[0].events.last == 2**29


def test_opaque_pieces_behind_tracks_that_are_gone_come_last() -> None:
    content = read(file(track(END), track(END), b"XFIH\0\0\0\0"))

    assert write(attrs.evolve(content, tracks=content.tracks[:1])) == file(
        track(END), b"XFIH\0\0\0\0"
    )


@pytest.mark.parametrize(
    "times", [[5, 4], [-1], [2**40 + 1]], ids=["backwards", "negative", "too late"]
)
def test_times_that_cannot_be_are_refused(times: list[int]) -> None:
    with pytest.raises(Invalid, match="events"):
        Events.of([Event(time, ON.message) for time in times])


@pytest.mark.parametrize("message", [b"", b"\x90\x3c", b"\x90\x3c\x80", b"\xf8", b"\xff\x80"])
def test_messages_that_are_none_are_refused(message: bytes) -> None:
    with pytest.raises(Invalid, match="must be messages"):
        Events.of([Event(0, message)])


def test_a_track_does_not_end_before_its_last_event() -> None:
    with pytest.raises(Invalid, match="end"):
        Track(events=Events.of([OFF]), end=3)


@pytest.mark.parametrize("division", [0, -1, 0x8000])
def test_ticks_last(division: int) -> None:
    with pytest.raises(Invalid, match="division"):
        Content(division=division)


def test_frames_have_ticks() -> None:
    with pytest.raises(Invalid, match="ticks_per_frame"):
        Smpte(frames_per_second=25, ticks_per_frame=0)


def test_a_file_that_is_opaque_as_a_whole_has_nothing_else() -> None:
    with pytest.raises(Invalid, match="nothing else"):
        attrs.evolve(read(b"?"), tracks=(Track(),))


def test_an_event_is_made_of_its_fields() -> None:
    assert Event.of("noteOn", 5, channel=1, pitch=60, velocity=64) == Event(5, b"\x91\x3c\x40")
    with pytest.raises(Invalid, match="pitch: must be from 0 to 127"):
        Event.of("noteOn", 5, channel=1, pitch=128, velocity=64)


def test_events_are_a_sequence() -> None:
    events = Events.of([ON, OFF])

    assert (list(events), events[1], events[:1]) == ([ON, OFF], OFF, Events.of([ON]))
    assert repr(events) == "<2 events>"
