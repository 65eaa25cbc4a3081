"""The JSON form of content and of frames: plain data for any JSON encoder."""

from base64 import b64encode
from typing import Any, Final

from phantom_core.studio.midi.content import Content, Division, Misstated, Smpte, Track
from phantom_core.studio.midi.event import Oddity
from phantom_core.studio.midi.events import NOTE_BEGINS, NOTE_ENDS, Events
from phantom_core.studio.midi.messages import describe

__all__ = ["to_json"]

_NAMES: Final = {NOTE_BEGINS: "on", NOTE_ENDS: "off"}


def to_json(content: Content) -> dict[str, Any]:
    """The JSON form of content, `{format, division, tracks, trackCount?, opaque?}`.

    `from_json` makes an equal content of it. Bytes that are no events are in base 64, those of
    events in hexadecimal digits.
    """
    told: dict[str, Any] = {
        "format": content.format,
        "division": _division(content.division),
        "tracks": [_track(track) for track in content.tracks],
    }
    if content.track_count is not None:
        told["trackCount"] = _misstated(content.track_count)
    if content.opaque:
        told["opaque"] = [
            {"place": piece.place, "reason": piece.reason, "data": b64encode(piece.data).decode()}
            for piece in content.opaque
        ]
    return told


def _division(division: Division) -> int | dict[str, int]:
    if isinstance(division, Smpte):
        return {
            "framesPerSecond": division.frames_per_second,
            "ticksPerFrame": division.ticks_per_frame,
        }
    return division


def _misstated(number: Misstated) -> dict[str, int]:
    return {"written": number.written, "actual": number.actual}


def _track(track: Track) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if track.name is not None:
        told["name"] = track.name
    told |= {"end": track.end, "events": _events(track.events)}
    if track.running:
        told["runningStatus"] = True
    if track.length is not None:
        told["length"] = _misstated(track.length)
    if track.unread is not None:
        data = b64encode(track.unread.data).decode()
        told["unread"] = {"reason": track.unread.reason, "data": data}
    return told


def _events(events: Events) -> list[dict[str, Any]]:
    told = list(map(dict.copy, map(_Known().__getitem__, events.messages)))
    for each, time in zip(told, events.times, strict=True):
        each["time"] = time
    for place, name in enumerate(events.ids):
        if name is not None:
            told[place][_NAMES.get(events.messages[place][:1], "id")] = name
    for place, odd in enumerate(events.odds):
        if odd is not None:
            told[place] |= _oddity(odd)
    return told


class _Known(dict[bytes, dict[str, Any]]):
    """What messages say, told once for each, with a time still to be set."""

    def __missing__(self, message: bytes) -> dict[str, Any]:
        told = {"time": 0, **_fields(message)}
        self[message] = told
        return told


def _fields(message: bytes) -> dict[str, Any]:
    """What a message says; what begins or ends a note in a frame names that, once it is known."""
    if message == NOTE_BEGINS:
        return {"on": None}
    if message.startswith(NOTE_ENDS):
        release = message[len(NOTE_ENDS) :]
        return {"off": None, "release": release[0]} if release else {"off": None}
    return describe(message)


def _oddity(odd: Oddity) -> dict[str, int | bool]:
    told: dict[str, int | bool] = {}
    if odd.delta_bytes:
        told["deltaBytes"] = odd.delta_bytes
    if odd.length_bytes:
        told["lengthBytes"] = odd.length_bytes
    if odd.runs is not None:
        told["runs"] = odd.runs
    return told
