"""Writing a Standard MIDI File."""

from struct import pack
from typing import Final

from phantom_core.studio.midi.content import Content, Division, Smpte, Track
from phantom_core.studio.midi.reading import HEADER
from phantom_core.studio.midi.track_writing import write_track

__all__ = ["write"]

_HEADER_LENGTH: Final = 6
_MOST_TRACKS: Final = 0xFFFF


def write(content: Content) -> bytes:
    """Write a file: of content that was read, the same bytes; of any other, a file as it should be.

    What says how the content was written counts where it still fits. Time and memory grow with the
    number of events and the size of what is opaque.
    """
    if content.whole is not None:
        return content.whole.data
    parts = _opaque(content, "start")
    parts.append(_header(content))
    for number, track in enumerate(content.tracks):
        parts += _opaque(content, number)
        parts.append(_track(track))
    last = len(content.tracks)
    parts += [
        piece.data
        for piece in content.opaque
        if isinstance(piece.place, int) and piece.place >= last
    ]
    return b"".join(parts)


def _opaque(content: Content, place: int | str) -> list[bytes]:
    return [piece.data for piece in content.opaque if piece.place == place]


def _header(content: Content) -> bytes:
    count = min(len(content.tracks), _MOST_TRACKS)
    if content.track_count is not None:
        count = content.track_count.unless_changed(len(content.tracks))
    more = b"".join(_opaque(content, "header"))
    length = _HEADER_LENGTH + len(more)
    division = _ticks(content.division)
    return HEADER.pack(b"MThd", length, content.format, count, division) + more


def _ticks(division: Division) -> int:
    if isinstance(division, Smpte):
        return -division.frames_per_second << 8 | division.ticks_per_frame
    return division


def _track(track: Track) -> bytes:
    body = write_track(track)
    length = len(body)
    if track.length is not None:
        length = track.length.unless_changed(length)
    return pack(">4sI", b"MTrk", length) + body
