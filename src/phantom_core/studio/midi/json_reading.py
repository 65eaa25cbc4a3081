"""Content from JSON that a stranger may have written."""

from typing import Any, Final

from phantom_core.kernel import Invalid
from phantom_core.studio.midi.content import (
    MOST_TICKS,
    Content,
    Misstated,
    Opaque,
    Smpte,
    Track,
    Unread,
)
from phantom_core.studio.midi.event import TICK
from phantom_core.studio.midi.json_events import EventsReader
from phantom_core.studio.midi.json_shapes import Shape, base_64, checked, listed
from phantom_core.studio.midi.rules import Faults, Flag, Text, Whole, Word

__all__ = ["from_json", "read_content"]

_COUNT: Final = checked(Whole(0, 0xFFFF_FFFF))
_TICKS: Final = checked(Whole(1, MOST_TICKS))
_PLACES: Final = checked(Word(("file", "start", "header")))
_NUMBER: Final = checked(Whole(0, 2**31))
_TEXT: Final = checked(Text())

_misstated: Final = Shape(Misstated, {"written": _COUNT, "actual": _COUNT})
_unread: Final = Shape(Unread, {"reason": _TEXT, "data": base_64})
_smpte: Final = Shape(
    lambda **fields: Smpte(
        frames_per_second=fields["framesPerSecond"], ticks_per_frame=fields["ticksPerFrame"]
    ),
    {"framesPerSecond": checked(Whole(1, 128)), "ticksPerFrame": checked(Whole(1, 255))},
)


def from_json(value: Any) -> Content:
    """Make content of its JSON form.

    A track without `end`, or whose `end` comes before its last event, ends with that.

    Raises: Invalid, with the path of everything that is wrong: fields that are missing, unknown,
        of another type or out of range, ticks that go backwards, ids that two notes have.
    """
    return read_content(value, frame=False)


def read_content(value: Any, *, frame: bool) -> Content:
    """Do as `from_json` does; events of a frame may stand for where notes begin and end."""
    faults = Faults()
    reader = EventsReader(faults, frame=frame)
    content = _content(reader)(value, "", faults)
    if faults:
        raise Invalid(*faults)
    whole: Content = content
    return whole


def _content(reader: EventsReader) -> Shape:
    def make(**fields: Any) -> Content:
        return Content(
            format=fields["format"],
            division=fields["division"],
            tracks=fields["tracks"],
            track_count=fields.get("trackCount"),
            opaque=fields.get("opaque", ()),
        )

    return Shape(
        make,
        {
            "format": checked(Word((0, 1, 2))),
            "division": _division,
            "tracks": listed(_track(reader)),
        },
        {"trackCount": _misstated, "opaque": listed(_opaque)},
    )


def _division(value: Any, path: str, faults: Faults) -> Any:
    return (_smpte if isinstance(value, dict) else _TICKS)(value, path, faults)


def _place(value: Any, path: str, faults: Faults) -> Any:
    return (_PLACES if isinstance(value, str) else _NUMBER)(value, path, faults)


_opaque: Final = Shape(Opaque, {"place": _place, "reason": _TEXT, "data": base_64})


def _end(value: Any, path: str, faults: Faults) -> Any:
    if value is not None:
        faults.check(path, TICK, value)
    return value


def _track(reader: EventsReader) -> Shape:
    def events(value: Any, path: str, _: Faults) -> Any:
        return reader.read(value, path)

    def make(**fields: Any) -> Track:
        columns, end, name = fields["events"], fields.get("end"), fields.get("name")
        if end is None:
            end = columns.take_end()
        if name is None:
            name = columns.take_name()
        events = columns.events()
        if end is not None or "end" not in fields:
            end = max(end or 0, events.last)
        return Track(
            events=events,
            name=name,
            end=end,
            running=fields.get("runningStatus", False),
            length=fields.get("length"),
            unread=fields.get("unread"),
        )

    return Shape(
        make,
        {"events": events},
        {
            "name": _TEXT,
            "end": _end,
            "runningStatus": checked(Flag()),
            "length": _misstated,
            "unread": _unread,
        },
    )
