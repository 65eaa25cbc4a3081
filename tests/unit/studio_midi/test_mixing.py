"""A project as one file."""

import pytest

from phantom_core.kernel import Bpm, Invalid, Milliseconds
from phantom_core.studio.midi import (
    Content,
    Event,
    Events,
    MixedSegment,
    MixedStem,
    Smpte,
    Track,
    mix,
    tempo_map,
)

ON, OFF = b"\x92\x3c\x40", b"\x82\x3c\x40"


def part(*events: tuple[int, bytes], division: int | Smpte = 480) -> Content:
    rows = [Event(time, message) for time, message in events]
    return Content(division=division, tracks=(Track(name="part", events=Events.of(rows)),))


def segment(start: int, end: int, content: Content) -> MixedSegment:
    return MixedSegment(start_ms=Milliseconds(start), end_ms=Milliseconds(end), content=content)


def mixed(*segments: MixedSegment, tempo: float = 60, channel: int | None = None) -> Content:
    stem = MixedStem(name="Bass", channel=channel, segments=segments)
    return mix(tempo=Bpm(tempo), time_signature=(3, 4), stems=[stem])


def heard(content: Content) -> list[tuple[float, bytes]]:
    tempos = tempo_map(content)
    return [
        (round(tempos.seconds(event.time), 3), event.message) for event in content.tracks[1].events
    ]


def test_there_is_a_conductor_and_a_track_for_each_stem() -> None:
    content = mix(
        tempo=Bpm(100),
        time_signature=(6, 8),
        stems=[MixedStem(name="Bass"), MixedStem(name="Lead")],
    )

    assert content.format == 1
    assert [track.name for track in content.tracks] == [None, "Bass", "Lead"]
    assert [event.fields for event in content.tracks[0].events] == [
        {"type": "tempo", "microsecondsPerQuarter": 600_000},
        {"type": "timeSignature", "numerator": 6, "denominator": 8},
    ]


def test_a_segment_without_a_tempo_is_played_at_the_projects() -> None:
    content = mixed(segment(2000, 9000, part((0, ON), (480, OFF))), tempo=60)

    assert heard(content) == [(2.0, ON), (3.0, OFF)]


def test_a_segment_with_a_tempo_is_played_as_it_says() -> None:
    quick = part((0, b"\xff\x51\x03\xd0\x90"), (0, ON), (480, OFF), (480, b"\xff\x51\x07\xa1\x20"))

    assert heard(mixed(segment(1000, 9000, quick))) == [(1.0, ON), (1.25, OFF)]


def test_ticks_that_are_parts_of_a_second_stay_so() -> None:
    film = part((0, ON), (500, OFF), division=Smpte(frames_per_second=25, ticks_per_frame=40))

    assert heard(mixed(segment(0, 9000, film), tempo=90)) == [(0.0, ON), (0.5, OFF)]


def test_ticks_of_segments_at_the_projects_tempo_stay_whole() -> None:
    content = mixed(
        segment(0, 9000, part((1, ON), (2, OFF), division=480)),
        segment(0, 9000, part((1, ON), (2, OFF), division=384)),
    )

    assert content.division == 1920
    assert [event.time for event in content.tracks[1].events] == [4, 5, 8, 10]


def test_divisions_that_have_no_common_one_are_rounded() -> None:
    content = mixed(
        segment(0, 9000, part((0, ON), (32749, OFF), division=32749)),
        segment(0, 9000, part((0, ON), (32719, OFF), division=32719)),
    )

    assert content.division == 960
    assert [event.time for event in content.tracks[1].events] == [0, 0, 960, 960]


def test_what_sounds_at_the_end_of_its_segment_ends_there() -> None:
    content = mixed(segment(0, 500, part((0, ON), (240, b"\xb2\7\1"), (480, OFF), (480, ON))))

    assert heard(content) == [(0.0, ON), (0.5, OFF)]
    assert tempo_map(content).seconds(content.tracks[0].end or 0) == 0.5


def test_a_note_that_never_ends_does_so_with_its_segment() -> None:
    assert heard(mixed(segment(0, 500, part((0, ON))))) == [(0.0, ON), (0.5, OFF)]


def test_an_end_without_a_note_is_left_out() -> None:
    assert heard(mixed(segment(0, 500, part((0, OFF), (0, b"\x92\x3c\0"))))) == []


def test_a_stems_channel_is_that_of_all_its_events() -> None:
    content = mixed(segment(0, 900, part((0, ON), (9, b"\xf0\xf7"), (9, b"\xc2\5"))), channel=9)

    assert [message for _, message in heard(content)] == [
        *(b"\x99\x3c\x40", b"\xf0\xf7", b"\xc9\5", b"\x89\x3c\x40")
    ]


def test_segments_come_one_after_the_other_however_they_are_given() -> None:
    later, earlier = part((0, b"\xc0\2")), part((0, b"\xc0\1"))
    content = mixed(segment(1000, 2000, later), segment(0, 1000, earlier))

    assert heard(content) == [(0.0, b"\xc0\1"), (1.0, b"\xc0\2")]


def test_a_segment_lasts() -> None:
    with pytest.raises(Invalid, match="end_ms"):
        segment(5, 5, part())


def test_a_time_signature_is_one_that_a_file_can_say() -> None:
    with pytest.raises(Invalid, match="denominator"):
        mix(tempo=Bpm(100), time_signature=(4, 3), stems=[])


def test_the_conductor_tells_the_key_where_all_who_name_one_agree() -> None:
    in_a, in_g = (b"\xff\x59\x03\x00", b"\xff\x59\x01\x00")
    stems = [
        MixedStem(name=name, segments=[segment(0, 9000, part(*events))])
        for name, events in {
            "Bass": [(0, in_a), (480, in_g), (960, in_a), (1440, ON), (1920, OFF)],
            "Lead": [(0, in_a), (480, in_a), (1440, in_a)],
        }.items()
    ]
    content = mix(tempo=Bpm(60), time_signature=(4, 4), stems=stems)

    assert [event.fields for event in content.tracks[0].events][2:] == [
        {"type": "keySignature", "sharps": 3, "mode": "major"}
    ]
    assert [[event.message for event in track.events] for track in content.tracks[1:]] == [
        [ON, OFF],
        [],
    ]


def test_a_key_that_comes_later_is_told_at_its_moment() -> None:
    keys = part((0, b"\xff\x59\x00\x01"), (480, b"\xff\x59\x03\x01"), (960, ON))
    content = mixed(segment(2000, 9000, keys))

    tempos = tempo_map(content)
    told = [event for event in content.tracks[0].events if event.message[1] == 0x59]
    assert [(tempos.seconds(event.time), event.fields["sharps"]) for event in told] == [
        (2.0, 0),
        (3.0, 3),
    ]
