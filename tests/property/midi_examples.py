"""MIDI content and MIDI files for the laws: any that can be, and bytes that look like them."""

import random
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st

from phantom_core.studio.midi import (
    Content,
    Event,
    Events,
    MixedSegment,
    MixedStem,
    Note,
    Oddity,
    Opaque,
    Smpte,
    Track,
    Unread,
    from_json,
    to_json,
)

__all__ = ["CONTENTS", "FILES", "MIXES", "NOTES", "minting", "mutated"]

_DATA: Final = st.integers(0, 127)
_BYTES: Final = st.binary(max_size=6)
_LONG: Final = st.tuples(st.sampled_from([*range(0x80, 0xC0), *range(0xE0, 0xF0)]), _DATA, _DATA)
_BRIEF: Final = st.tuples(st.integers(0xC0, 0xDF), _DATA)
_NOTES_OF_FEW_PITCHES: Final = st.tuples(
    st.sampled_from([0x80, 0x90, 0x91]), st.integers(60, 62), st.sampled_from([0, 0, 64, 100])
)
_META: Final = st.tuples(st.sampled_from([0, 1, 3, 5, 0x2F, 0x51, 0x58, 0x59, 0x7F]), _BYTES)
_MESSAGES: Final = st.one_of(
    _NOTES_OF_FEW_PITCHES.map(bytes),
    _LONG.map(bytes),
    _BRIEF.map(bytes),
    _META.map(lambda pair: bytes((0xFF, pair[0])) + pair[1]),
    st.tuples(st.sampled_from([b"\xf0", b"\xf7"]), _BYTES).map(b"".join),
    st.sampled_from([b"\xff\x51\x07\xa1\x20", b"\xff\x58\x03\x03\x18\x08", b"\xff\x59\xfd\x01"]),
)
_GAPS: Final = st.one_of(st.sampled_from([0, 0, 1, 127, 128]), st.integers(0, 0x0FFF_FFFF))
_ODDITIES: Final = st.one_of(
    st.none(),
    st.builds(
        Oddity,
        delta_bytes=st.integers(0, 8),
        length_bytes=st.integers(0, 8),
        runs=st.sampled_from([None, True, False]),
    ),
)


@st.composite
def _events(draw: st.DrawFn) -> Events:
    rows = draw(st.lists(st.tuples(_GAPS, _MESSAGES, _ODDITIES), max_size=20))
    time, events = 0, []
    for gap, message, odd in rows:
        time += gap
        events.append(Event(time, message, None, odd))
    return Events.of(events)


@st.composite
def _tracks(draw: st.DrawFn) -> Track:
    events = draw(_events())
    return Track(
        events=events,
        name=draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
        end=draw(st.none() | st.integers(events.last, events.last + 500)),
        running=draw(st.booleans()),
        unread=draw(st.none() | st.builds(Unread, reason=st.just("odd"), data=_BYTES)),
    )


_DIVISIONS: Final = st.one_of(
    st.integers(1, 0x7FFF),
    st.builds(
        Smpte, frames_per_second=st.sampled_from([24, 25, 29, 30]), ticks_per_frame=st.just(40)
    ),
)
_PIECES: Final = st.builds(
    Opaque,
    place=st.sampled_from(["start", "header", 0, 1, 9]),
    reason=st.just("a chunk of its own"),
    data=_BYTES,
)
CONTENTS: Final = st.builds(
    Content,
    format=st.sampled_from([0, 1, 2]),
    division=_DIVISIONS,
    tracks=st.lists(_tracks(), max_size=3).map(tuple),
    opaque=st.lists(_PIECES, max_size=2).map(tuple),
).map(lambda content: from_json(to_json(content)))
"""Content that can be, as it is once it has been JSON: names and ends have their own fields."""

_HEADERS: Final = st.sampled_from(
    [
        b"",
        b"MThd\0\0\0\6\0\1\0\2\1\xe0",
        b"MThd\0\0\0\6\0\0\0\1\xe7\x28",
        b"MThd\0\0\0\7\0\2\0\1\0\1x",
    ]
)
_SCRAPS: Final = st.sampled_from(
    [
        *(b"\0\x90\x3c\x40", b"\x10\x3c\0", b"\x81\0\x80\x3c\x40", b"\0\xc0\5", b"\0\5", b"\x80\0"),
        *(
            b"\0\xff\x2f\0",
            b"\0\xff\3\3abc",
            b"\0\xff\x51\3\7\xa1\x20",
            b"\0\xff\x58\4\4\2\x18\x08",
        ),
        *(
            b"\0\xf0\3\x7e\x7f\xf7",
            b"\0\xf7\1\xf8",
            b"\xff\xff\xff\x7f",
            b"\0\xf8",
            b"\0\xff\1\x80\1a",
        ),
        *(b"MTrk\0\0\0\x08", b"MTrk\xff\xff\xff\xff", b"XFIH\0\0\0\2ab", b"MThd", b"\x90", b"\0"),
    ]
)
FILES: Final = st.one_of(
    st.binary(max_size=200),
    st.tuples(_HEADERS, st.lists(_SCRAPS | st.binary(max_size=4), max_size=40).map(b"".join)).map(
        lambda parts: parts[0] + b"MTrk\0\0\0\x40" + parts[1]
    ),
    st.tuples(_HEADERS, st.lists(_SCRAPS, max_size=30).map(b"".join)).map(b"".join),
)
"""Bytes: any, and such as look like a file."""

NOTES: Final = st.builds(
    Note,
    note_id=st.sampled_from([f"n{number}" for number in range(9)]),
    track=st.integers(0, 3),
    channel=st.integers(0, 1),
    pitch=st.integers(60, 62),
    start=st.integers(0, 9) | st.integers(0, 2**31),
    duration=st.integers(0, 9),
    velocity=st.integers(1, 127),
)
"""Notes that come in each other's way."""


@st.composite
def _segments(draw: st.DrawFn) -> MixedSegment:
    start: Any = draw(st.integers(0, 5000))
    return MixedSegment(
        start_ms=start, end_ms=start + draw(st.integers(1, 5000)), content=draw(CONTENTS)
    )


MIXES: Final = st.lists(
    st.builds(
        MixedStem,
        name=st.just("stem"),
        channel=st.none() | st.integers(0, 15),
        segments=st.lists(_segments(), max_size=2),
    ),
    max_size=2,
)
"""The stems of projects."""


def minting(prefix: str = "n") -> Any:
    """Make a function that makes names, none twice."""
    names = (f"{prefix}{number}" for number in range(10**9))
    return lambda: next(names)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file that was tampered with in a few places."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        for kind in _tampering(chance):
            changed[at : at + kind[0]] = kind[1]
    return bytes(changed)


def _tampering(chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """How many bytes to take out, and which to put in."""
    number = chance.randrange(5)
    if number == 0:
        yield 1, chance.randbytes(1)
    elif number == 1:
        yield 0, chance.randbytes(chance.randint(1, 4))
    elif number == 2:
        yield chance.randint(1, 20), b""
    elif number == 3:
        yield 1, bytes([chance.choice([0, 0x7F, 0x80, 0xF0, 0xF7, 0xFF])])
    elif chance.random() < 0.1:
        yield 10**9, b""
