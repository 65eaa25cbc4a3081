"""The JSON form: how an ordinary file reads, and what strangers are told of theirs."""

from typing import Any

import pytest

from phantom_core.kernel import Invalid
from phantom_core.studio.midi import from_json, read, to_json, write
from tests.unit.studio_midi.midi_bytes import END, file, track

ON = {"time": 0, "type": "noteOn", "channel": 0, "pitch": 60, "velocity": 64}


def content(*events: Any, **more: Any) -> dict[str, Any]:
    return {"format": 0, "division": 96, "tracks": [{"events": list(events)}], **more}


def faults(value: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        from_json(value)
    return {fault.path: fault.message for fault in refusal.value.faults}


def test_an_ordinary_file_reads_well() -> None:
    data = file(
        track(b"\0\xff\3\4Lead", b"\0\x90\x3c\x40", b"\x60\x80\x3c\x40", END), form=0, count=1
    )

    assert to_json(read(data)) == {
        "format": 0,
        "division": 96,
        "tracks": [
            {
                "name": "Lead",
                "end": 96,
                "events": [
                    {"time": 0, "type": "noteOn", "channel": 0, "pitch": 60, "velocity": 64},
                    {"time": 96, "type": "noteOff", "channel": 0, "pitch": 60, "velocity": 64},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"type": "noteOff", "channel": 15, "pitch": 1, "velocity": 2}, b"\x8f\1\2"),
        ({"type": "polyPressure", "channel": 1, "pitch": 2, "pressure": 3}, b"\xa1\2\3"),
        ({"type": "controlChange", "channel": 1, "controller": 7, "value": 3}, b"\xb1\7\3"),
        ({"type": "programChange", "channel": 1, "program": 5}, b"\xc1\5"),
        ({"type": "channelPressure", "channel": 1, "pressure": 5}, b"\xd1\5"),
        ({"type": "pitchBend", "channel": 1, "value": 0}, b"\xe1\0\x40"),
        ({"type": "pitchBend", "channel": 1, "value": -8192}, b"\xe1\0\0"),
        ({"type": "tempo", "microsecondsPerQuarter": 500_000}, b"\xff\x51\3\7\xa1\x20"),
        ({"type": "timeSignature", "numerator": 6, "denominator": 8}, b"\xff\x58\4\6\3\x18\x08"),
        (
            {"type": "timeSignature", "numerator": 3, "denominator": 4, "clocksPerClick": 12},
            b"\xff\x58\4\3\2\x0c\x08",
        ),
        ({"type": "keySignature", "sharps": -3, "mode": "minor"}, b"\xff\x59\2\xfd\1"),
        ({"type": "lyric", "text": "où"}, b"\xff\5\3o\xc3\xb9"),
        ({"type": "marker", "text": "\xe9", "encoding": "latin-1"}, b"\xff\6\1\xe9"),
        ({"type": "meta", "kind": 0x21, "data": "00"}, b"\xff\x21\1\0"),
        ({"type": "meta", "kind": 0x51, "data": "00"}, b"\xff\x51\1\0"),
        ({"type": "meta", "kind": 0x59, "data": "0802"}, b"\xff\x59\2\x08\2"),
        ({"type": "sysex", "data": "7e7f0901f7"}, b"\xf0\5\x7e\x7f\x09\1\xf7"),
        ({"type": "escape", "data": "f8"}, b"\xf7\1\xf8"),
    ],
)
def test_each_kind_of_event_has_its_fields(told: dict[str, Any], message: bytes) -> None:
    data = file(track(b"\x05" + message, END), form=0, count=1)

    assert to_json(read(data))["tracks"][0]["events"] == [{"time": 5, **told}]
    assert write(from_json(content({"time": 5, **told}))) == data


def test_text_that_latin_1_cannot_say_is_written_in_utf_8() -> None:
    for text in ("夜", "Ã©", "plain"):
        told = {"time": 0, "type": "text", "text": text, "encoding": "latin-1"}
        (event,) = from_json(content(told)).tracks[0].events

        assert event.fields == {"type": "text", "text": text}


def test_a_track_without_an_end_ends_with_its_last_event() -> None:
    (only,) = from_json(content(ON, {**ON, "time": 9})).tracks

    assert only.end == 9


def test_a_track_ends_no_earlier_than_its_events() -> None:
    value = {"format": 0, "division": 96, "tracks": [{"end": 3, "events": [{**ON, "time": 9}]}]}

    assert from_json(value).tracks[0].end == 9


def test_a_name_and_an_end_that_are_events_become_fields() -> None:
    name = {"time": 0, "type": "trackName", "text": "Bass"}
    (only,) = from_json(content(name, ON, {"time": 7, "type": "endOfTrack"})).tracks

    assert (only.name, only.end, len(only.events)) == ("Bass", 7, 1)


def test_every_fault_is_told_with_its_path() -> None:
    value = content(
        {**ON, "channel": 16},
        {**ON, "pitch": 128, "velocity": -1},
        {**ON, "time": 1.5},
        {**ON, "time": -1},
        {**ON, "time": True},
        {**ON, "pitch": True},
        {**ON, "time": 10**5000},
        {"time": 0, "type": "noteOn"},
        {"time": 0, "type": "hum"},
        {"time": 0, "type": ["noteOn"]},
        {"time": 0, "type": "sysex", "data": "0"},
        {"time": 0, "type": "text", "text": "\ud800"},
        {"time": 0, "type": "timeSignature", "numerator": 3, "denominator": 5},
        {**ON, "loud": 1},
        {**ON, "deltaBytes": 99},
        {**ON, "runs": 1},
        {"time": 0, "type": "endOfTrack", "id": "a"},
        {"time": 0, "on": "a"},
        [],
        format=True,
        division=0,
        opaque=[{"place": -1, "reason": 5, "data": "?"}, {"place": "end"}, 3],
        trackCount={"written": -1},
        surplus=None,
    )
    found = faults(value)

    assert set(found) == {
        *("format", "division", "surplus", "trackCount.written", "trackCount.actual"),
        *("opaque[0].place", "opaque[0].reason", "opaque[0].data", "opaque[1].place"),
        *("opaque[1].reason", "opaque[1].data", "opaque[2]"),
        *(f"tracks[0].events[{place}].time" for place in (2, 3, 4, 6)),
        *(f"tracks[0].events[{place}].type" for place in (8, 9, 17)),
        *("tracks[0].events[0].channel", "tracks[0].events[1].pitch"),
        *("tracks[0].events[1].velocity", "tracks[0].events[5].pitch"),
        *(f"tracks[0].events[7].{name}" for name in ("channel", "pitch", "velocity")),
        *("tracks[0].events[10].data", "tracks[0].events[11].text"),
        *("tracks[0].events[12].denominator", "tracks[0].events[13].loud"),
        *("tracks[0].events[14].deltaBytes", "tracks[0].events[15].runs"),
        *("tracks[0].events[16].id", "tracks[0].events[18]"),
    }
    assert found["tracks[0].events[0].channel"] == "must be from 0 to 15, and is 16"


def test_ticks_do_not_go_backwards() -> None:
    found = faults(content({**ON, "time": 5}, {**ON, "time": 4}))

    assert found == {"tracks[0].events[1].time": "must not be before 5"}


def test_two_notes_do_not_have_one_name() -> None:
    found = faults(content({**ON, "id": "a"}, {**ON, "id": "a"}, {**ON, "id": "a", "runs": True}))

    assert set(found) == {"tracks[0].events[1].id", "tracks[0].events[2].id"}


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\nb", 5, None, "\ud800"])
def test_a_name_is_a_line_of_text(name: Any) -> None:
    assert set(faults(content({**ON, "id": name}))) == {"tracks[0].events[0].id"}


@pytest.mark.parametrize("value", [None, 5, "midi", [], [content()], content()["tracks"]])
def test_content_is_an_object(value: Any) -> None:
    assert faults(value) == {"content": "must be an object"}


def test_tracks_and_events_are_lists() -> None:
    assert faults({"format": 0, "division": 96, "tracks": {}}) == {"tracks": "must be a list"}
    assert faults({"format": 0, "division": 96, "tracks": [{"events": "none"}]}) == {
        "tracks[0].events": "must be a list"
    }


def test_what_is_nested_where_it_should_not_be_is_a_fault() -> None:
    deep: Any = []
    for _ in range(10_000):
        deep = [deep]

    assert set(faults(content(deep, {**ON, "pitch": deep}))) == {
        *("tracks[0].events[0]", "tracks[0].events[1].pitch")
    }
    assert set(faults({"format": 0, "division": deep, "tracks": deep})) == {
        *("division", "tracks[0]")
    }


def test_a_flood_of_faults_is_counted() -> None:
    found = faults(content(*[{**ON, "pitch": 200}] * 5000))

    assert len(found) == 101
    assert found["..."] == "and 4900 faults more"


def test_ticks_that_are_parts_of_a_second_are_an_object() -> None:
    data = file(track(END), form=0, count=1, division=0xE728)
    told = to_json(read(data))

    assert told["division"] == {"framesPerSecond": 25, "ticksPerFrame": 40}
    assert write(from_json(told)) == data
    assert set(faults({**told, "division": {"framesPerSecond": 0, "fps": 3}})) == {
        *("division.framesPerSecond", "division.ticksPerFrame", "division.fps")
    }


def test_what_is_odd_is_told_beside_the_event() -> None:
    data = file(
        b"XFIH\0\0\0\0",
        track(b"\x80\0\x90\x3c\x40", b"\1\x3c\0", b"\1\xff\1\x80\0", b"\1\xf8", length=900),
        form=0,
        count=2,
    )

    assert to_json(read(data)) == {
        "format": 0,
        "division": 96,
        "tracks": [
            {
                "end": None,
                "events": [
                    {**ON, "deltaBytes": 2},
                    {**ON, "time": 1, "velocity": 0},
                    {"time": 2, "type": "text", "text": "", "lengthBytes": 2},
                ],
                "runningStatus": True,
                "length": {"written": 900, "actual": 15},
                "unread": {"reason": "the status f8 has no place in a file", "data": "Afg="},
            }
        ],
        "trackCount": {"written": 2, "actual": 1},
        "opaque": [
            {"place": 0, "reason": "a chunk of type 'XFIH'", "data": "WEZJSAAAAAA="},
        ],
    }
