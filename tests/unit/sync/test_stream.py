"""Live frames: what was said before is not said again."""

import pytest

from phantom_core.sync import (
    Change,
    Edit,
    FrameReader,
    FrameWriter,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    Seen,
    hybrid_time,
)

_STEM = RecordId("01HZX3V9K2M4N6P8Q0R2S4T6V8")
_LAPTOP = ReplicaId("laptop")


def _change(
    counter: int, *edits: Edit, replica: ReplicaId = _LAPTOP, seen: Seen | None = None
) -> Change:
    return Change(
        replica=replica,
        counter=counter,
        author="ada",
        time=hybrid_time(1_700_000_000_000 + counter),
        seen=seen or {},
        edits=edits,
    )


def test_a_knob_that_is_turned_costs_a_few_bytes_a_turn() -> None:
    writer = FrameWriter()
    first = writer.write(_change(1, Put(_STEM, {"volume": 0.5})))

    second = writer.write(_change(2, Put(_STEM, {"volume": 0.25})))

    assert _STEM in first
    assert second == "0,1,0,0,0.25"


def test_frames_are_read_as_they_were_written() -> None:
    writer, reader = FrameWriter(), FrameReader()
    phone = ReplicaId("phone")
    changes = [
        _change(1, Put(_STEM, {"volume": 0.5, "name": "Bass"}), Remove(RecordId("other"))),
        _change(1, replica=phone, seen={_LAPTOP: 1}),
        _change(5, Put(_STEM, {"volume": 1}), seen={phone: 1}),
        _change(6, Put(_STEM, {"name": "Kick"}), seen={phone: 1}),
    ]

    read = [reader.read(writer.write(change)) for change in changes]

    assert [(frame[0], frame[1], frame[2]) for frame in read] == [
        (change.replica, "ada", change.counter) for change in changes
    ]
    written = [row for frame in read for row in frame[3]]
    assert [record for record, _ in written] == [_STEM, "other", _STEM, _STEM]
    assert [dict(zip(write[6], write[4], strict=True)) for _, write in written] == [
        {"name": "Bass", "volume": 0.5},
        {},
        {"volume": 1},
        {"name": "Kick"},
    ]
    assert [write[5] for _, write in written] == [{}, {}, {"phone": 1}, {"phone": 1}]
    assert [write[0] for _, write in written] == [
        changes[0].time,
        changes[0].time,
        changes[2].time,
        changes[3].time,
    ]


@pytest.mark.parametrize("frame", ["", "7", "0,1", "{}", '["a"],1', "0,0,[],0]["])
def test_what_is_no_frame_is_an_error(frame: str) -> None:
    with pytest.raises((ValueError, IndexError, TypeError, KeyError)):
        FrameReader().read(frame)
