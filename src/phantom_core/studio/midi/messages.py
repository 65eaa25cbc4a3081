"""What messages mean: from their bytes to named fields, and back.

Every message has one description, and it leads back to the same bytes. A meta event whose data do
not mean what its kind says is a `meta` with its bytes, as one of an unknown kind is. Sources: MIDI
1.0 detailed specification 4.2, tables I to III; Standard MIDI Files 1.0, pages 8 to 11; RP-019.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import attrs

from phantom_core.studio.midi.rules import Faults, Field, Hex, Text, Whole, Word

__all__ = [
    "CHANNEL_KINDS",
    "END_OF_TRACK",
    "EXTRAS",
    "TRACK_NAME",
    "describe",
    "message_of",
    "name_of",
    "no_messages",
]

CHANNEL_KINDS: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "noteOff": (0x80, ("pitch", "velocity")),
    "noteOn": (0x90, ("pitch", "velocity")),
    "polyPressure": (0xA0, ("pitch", "pressure")),
    "controlChange": (0xB0, ("controller", "value")),
    "programChange": (0xC0, ("program",)),
    "channelPressure": (0xD0, ("pressure",)),
}
"""The status of the messages of a channel, and what their data bytes are called."""

TRACK_NAME: Final = b"\xff\x03"
"""How the name of a track begins."""

END_OF_TRACK: Final = b"\xff\x2f"
"""The end of a track."""

EXTRAS: Final = frozenset({"time", "type", "id", "deltaBytes", "lengthBytes", "runs"})
"""The fields that say something of an event, and nothing of its message."""

_LONG: Final = re.compile(rb"(?:[\x80-\xbf\xe0-\xef][\0-\x7f]{2})*+")
_LONG_SIZE, _FIRST_OTHER = 3, b"\xf0"
_MESSAGE: Final = re.compile(
    rb"[\x80-\xbf\xe0-\xef][\0-\x7f]{2}|[\xc0-\xdf][\0-\x7f]|[\xf0\xf7].*|\xff[\0-\x7f].*",
    re.DOTALL,
)

_BEND, _META, _SYSEX, _ESCAPE = 0xE0, 0xFF, 0xF0, 0xF7
_CENTRE: Final = 0x2000
_TEXTS: Final = {
    "text": 0x01,
    "copyright": 0x02,
    "trackName": 0x03,
    "instrumentName": 0x04,
    "lyric": 0x05,
    "marker": 0x06,
    "cuePoint": 0x07,
    "programName": 0x08,
    "deviceName": 0x09,
}
_TEXT_NAMES: Final = {number: name for name, number in _TEXTS.items()}
_END, _TEMPO, _METER, _KEY = 0x2F, 0x51, 0x58, 0x59
_CLICK, _THIRTY_SECONDS = 24, 8
_MODES: Final = ("major", "minor")
_SHARPEST: Final = 7
_DENOMINATORS: Final = tuple(2**power for power in range(8))
_LATIN: Final = "latin-1"
_LAST_LATIN: Final = "\xff"


@attrs.frozen
class _Kind:
    """How a kind of message is made from its fields; those with a default may be left out."""

    fields: Mapping[str, Field]
    make: Callable[[Mapping[str, Any]], bytes]
    defaults: Mapping[str, Any] = attrs.field(factory=dict)


def describe(message: bytes) -> dict[str, Any]:
    """What a message says: its `type`, and the fields of that type."""
    status = message[0]
    if status == _META:
        return _describe_meta(message[1], message[2:])
    if status >= _SYSEX:
        return {"type": "sysex" if status == _SYSEX else "escape", "data": message[1:].hex()}
    channel = status & 0x0F
    if status >= _BEND:
        value = (message[2] << 7 | message[1]) - _CENTRE
        return {"type": "pitchBend", "channel": channel, "value": value}
    name, fields = _CHANNEL_NAMES[status & 0xF0]
    return {"type": name, "channel": channel, **dict(zip(fields, message[1:], strict=True))}


def message_of(fields: Mapping[str, Any], path: str, faults: Faults) -> bytes | None:
    """Make a message from its description; None if that has faults, which are noted below `path`.

    Fields that an event has beside its message (`EXTRAS`) are not looked at.
    """
    name = fields.get("type")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        faults.add(f"{path}.type", "must be one of " + ", ".join(_KINDS))
        return None
    sound = True
    for field, rule in kind.fields.items():
        if field in fields:
            sound &= faults.check(f"{path}.{field}", rule, fields[field])
        elif field not in kind.defaults:
            faults.add(f"{path}.{field}", f"must be there for {name}")
            sound = False
    for field in fields:
        if field not in kind.fields and field not in EXTRAS:
            faults.add(f"{path}.{field}", f"is no field of {name}")
            sound = False
    return kind.make({**kind.defaults, **fields}) if sound else None


def no_messages(candidates: Collection[bytes]) -> set[bytes]:
    """Those among some bytes that are no message; it is quick where all are."""
    long = [each for each in candidates if len(each) == _LONG_SIZE and each < _FIRST_OTHER]
    if _LONG.fullmatch(b"".join(long)):
        candidates = set(candidates).difference(long)
    return {each for each in candidates if not _MESSAGE.fullmatch(each)}


def name_of(message: bytes) -> str | None:
    """The name that a message gives its track; None if it gives none, or one that is no UTF-8."""
    if not message.startswith(TRACK_NAME):
        return None
    try:
        return message[len(TRACK_NAME) :].decode()
    except UnicodeDecodeError:
        return None


def _describe_meta(number: int, data: bytes) -> dict[str, Any]:
    if number in _TEXT_NAMES:
        return {"type": _TEXT_NAMES[number], **_describe_text(data)}
    typed = _describe_typed(number, data)
    return typed or {"type": "meta", "kind": number, "data": data.hex()}


def _describe_text(data: bytes) -> dict[str, Any]:
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"text": data.decode(_LATIN), "encoding": _LATIN}


def _describe_typed(number: int, data: bytes) -> dict[str, Any] | None:
    match number, *data:
        case [0x2F]:
            return {"type": "endOfTrack"}
        case [0x51, high, middle, low]:
            return {"type": "tempo", "microsecondsPerQuarter": high << 16 | middle << 8 | low}
        case [0x58, numerator, power, *clocks] if (
            numerator and power < len(_DENOMINATORS) and len(clocks) == len(_CLOCKS)
        ):
            stated = {"numerator": numerator, "denominator": _DENOMINATORS[power]}
            pairs = zip(_CLOCKS.items(), clocks, strict=True)
            odd = {name: clock for (name, usual), clock in pairs if clock != usual}
            return {"type": "timeSignature", **stated, **odd}
        case [0x59, sharps, mode] if abs(_signed(sharps)) <= _SHARPEST and mode < len(_MODES):
            return {"type": "keySignature", "sharps": _signed(sharps), "mode": _MODES[mode]}
        case _:
            return None


def _signed(byte: int) -> int:
    return (byte ^ 0x80) - 0x80


_CLOCKS: Final = {"clocksPerClick": _CLICK, "thirtySecondsPerQuarter": _THIRTY_SECONDS}
_CHANNEL_NAMES: Final = {status: (name, fields) for name, (status, fields) in CHANNEL_KINDS.items()}
_BYTE, _DATA = Whole(0, 255), Whole(0, 127)
_CHANNEL: Final[Mapping[str, Field]] = {"channel": Whole(0, 15)}


def _channel_kind(status: int, names: tuple[str, ...]) -> _Kind:
    def make(fields: Mapping[str, Any]) -> bytes:
        return bytes((status | fields["channel"], *(fields[name] for name in names)))

    return _Kind({**_CHANNEL, **dict.fromkeys(names, _DATA)}, make)


def _bend(fields: Mapping[str, Any]) -> bytes:
    value = fields["value"] + _CENTRE
    return bytes((_BEND | fields["channel"], value & 0x7F, value >> 7))


def _text_kind(number: int) -> _Kind:
    def make(fields: Mapping[str, Any]) -> bytes:
        return bytes((_META, number)) + _text_bytes(fields["text"], fields["encoding"])

    rules: dict[str, Field] = {"text": Text(), "encoding": Word((_LATIN, "utf-8"))}
    return _Kind(rules, make, {"encoding": "utf-8"})


def _text_bytes(text: str, encoding: str) -> bytes:
    """Latin-1 where that says the same when it is read: where it is no UTF-8 by accident."""
    if encoding == _LATIN and not text.isascii() and max(text) <= _LAST_LATIN:
        latin = text.encode(_LATIN)
        try:
            latin.decode()
        except UnicodeDecodeError:
            return latin
    return text.encode()


def _meter(fields: Mapping[str, Any]) -> bytes:
    power = _DENOMINATORS.index(fields["denominator"])
    return bytes((_META, _METER, fields["numerator"], power, *(fields[name] for name in _CLOCKS)))


def _key(fields: Mapping[str, Any]) -> bytes:
    return bytes((_META, _KEY, fields["sharps"] & 0xFF, _MODES.index(fields["mode"])))


_KINDS: Final[Mapping[str, _Kind]] = {
    **{name: _channel_kind(*about) for name, about in CHANNEL_KINDS.items()},
    "pitchBend": _Kind({**_CHANNEL, "value": Whole(-_CENTRE, _CENTRE - 1)}, _bend),
    "tempo": _Kind(
        {"microsecondsPerQuarter": Whole(0, 0xFF_FFFF)},
        lambda fields: b"\xff\x51" + fields["microsecondsPerQuarter"].to_bytes(3, "big"),
    ),
    "timeSignature": _Kind(
        {
            "numerator": Whole(1, 255),
            "denominator": Word(_DENOMINATORS),
            **dict.fromkeys(_CLOCKS, _BYTE),
        },
        _meter,
        _CLOCKS,
    ),
    "keySignature": _Kind({"sharps": Whole(-_SHARPEST, _SHARPEST), "mode": Word(_MODES)}, _key),
    **{name: _text_kind(number) for name, number in _TEXTS.items()},
    "endOfTrack": _Kind({}, lambda _: END_OF_TRACK),
    "meta": _Kind(
        {"kind": _DATA, "data": Hex()},
        lambda fields: bytes((_META, fields["kind"])) + bytes.fromhex(fields["data"]),
    ),
    "sysex": _Kind({"data": Hex()}, lambda fields: b"\xf0" + bytes.fromhex(fields["data"])),
    "escape": _Kind({"data": Hex()}, lambda fields: b"\xf7" + bytes.fromhex(fields["data"])),
}
