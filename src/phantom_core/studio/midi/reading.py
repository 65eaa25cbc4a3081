"""Reading a Standard MIDI File: any bytes at all, of which none is lost.

Source: Standard MIDI Files 1.0 (RP-001), pages 3 to 8.
"""

from struct import Struct
from typing import Final

from phantom_core.studio.midi.content import Content, Division, Misstated, Opaque, Smpte, Track
from phantom_core.studio.midi.track_reading import read_track

__all__ = ["HEADER", "read"]

HEADER: Final = Struct(">4sIHHh")
"""A header chunk: its type, its length, the format, the number of tracks, the division."""

_CHUNK: Final = Struct(">4sI")
_HEADER_LENGTH: Final = HEADER.size - _CHUNK.size
_FORMATS: Final = (0, 1, 2)


class _NoHeader(ValueError):
    """There is no header that can be used; says why."""


def read(data: bytes) -> Content:
    """Read a file; `write` makes the same bytes of what is answered.

    What is no event or no track is kept as it is, with the reason, and nothing is refused. A track
    is read up to its first fault. Time and memory grow with the size of `data`, whatever is
    claimed there.
    """
    try:
        return _read(data, data.find(b"MThd"))
    except _NoHeader as reason:
        whole = Opaque(place="file", reason=str(reason), data=data)
        return Content(opaque=(whole,))


def _read(data: bytes, start: int) -> Content:
    if start < 0:
        raise _NoHeader("there is no header" if data else "the file is empty")
    if len(data) < start + HEADER.size:
        raise _NoHeader("the header is cut off")
    _, length, form, count, ticks = HEADER.unpack_from(data, start)
    body = start + _CHUNK.size
    if not _HEADER_LENGTH <= length <= len(data) - body:
        raise _NoHeader(f"the header says that it has {length} bytes")
    if form not in _FORMATS:
        raise _NoHeader(f"the header names format {form}")
    opaque = []
    if start:
        opaque.append(Opaque(place="start", reason="before the header", data=data[:start]))
    if more := data[body + _HEADER_LENGTH : body + length]:
        opaque.append(Opaque(place="header", reason="the header is longer than usual", data=more))
    tracks: list[Track] = []
    _read_chunks(data, body + length, tracks, opaque)
    return Content(
        format=form,
        division=_division(ticks),
        tracks=tuple(tracks),
        track_count=_unless(count, len(tracks)),
        opaque=tuple(opaque),
    )


def _division(ticks: int) -> Division:
    """The division: negative, it is minus the frames a second, and the ticks in the low byte."""
    if ticks & 0xFF and ticks < 0:
        return Smpte(frames_per_second=-(ticks >> 8), ticks_per_frame=ticks & 0xFF)
    if ticks <= 0:
        raise _NoHeader("the header gives ticks no length")
    return ticks


def _read_chunks(data: bytes, at: int, tracks: list[Track], opaque: list[Opaque]) -> None:
    while at < len(data):
        if len(data) < at + _CHUNK.size:
            rest = "too few bytes for a chunk"
            opaque.append(Opaque(place=len(tracks), reason=rest, data=data[at:]))
            return
        kind, length = _CHUNK.unpack_from(data, at)
        body, end = at + _CHUNK.size, at + _CHUNK.size + length
        present = data[body:end]
        if kind == b"MTrk":
            tracks.append(read_track(present, _unless(length, len(present))))
        else:
            reason = f"a chunk of type {kind.decode('latin-1')!r}"
            opaque.append(Opaque(place=len(tracks), reason=reason, data=data[at:end]))
        at = end


def _unless(written: int, actual: int) -> Misstated | None:
    return None if written == actual else Misstated(written=written, actual=actual)
