"""Looking at MIDI files, for the command line."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec

from phantom_app.counting import counted
from phantom_core.studio.midi import (
    Content,
    Place,
    Smpte,
    Track,
    from_json,
    length,
    meter_map,
    read,
    tempo_map,
    to_json,
    write,
)

__all__ = ["Check", "check_folder", "described"]

_MEGABYTE: Final = 1_000_000
_LEAST: Final = 1e-6
_MOST_LINES: Final = 20
_ON: Final = 0x90
_OFF: Final = 0x80
_SYSTEM: Final = 0xF0


@attrs.define
class Check:
    """What came of going there and back.

    Attributes:
        files: how many were looked at.
        size: their bytes.
        differing: how many were not the same afterwards.
        there: seconds of processor time from bytes to JSON text.
        back: the same, from JSON text to bytes.
    """

    files: int = 0
    size: int = 0
    differing: int = 0
    there: float = 0.0
    back: float = 0.0

    @property
    def summary(self) -> str:
        """A line for people."""
        there, back = (
            self.size / _MEGABYTE / max(each, _LEAST) for each in (self.there, self.back)
        )
        return (
            f"{counted(self.files, 'file')}, {self.size:,} bytes, "
            f"{counted(self.differing, 'difference')}; "
            f"{there:.2f} MB a second to JSON text, {back:.2f} back"
        )

    def look(self, data: bytes) -> int | None:
        """Go there and back with a file; answers where the first difference is."""
        begun = time.process_time()
        text = msgspec.json.encode(to_json(read(data)))
        reached = time.process_time()
        again = write(from_json(msgspec.json.decode(text)))
        self.back += time.process_time() - reached
        self.there += reached - begun
        self.files += 1
        self.size += len(data)
        if again == data:
            return None
        self.differing += 1
        pairs = enumerate(zip(data, again, strict=False))
        return next((at for at, (a, b) in pairs if a != b), min(len(data), len(again)))


def check_folder(folder: Path, check: Check) -> Iterator[str]:
    """Go there and back with every file below a folder; tells of each that is not the same."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        different = check.look(path.read_bytes())
        if different is not None:
            yield f"{path.relative_to(folder)}: differs from byte {different} on"


def described(name: str, content: Content) -> Iterator[str]:
    """What a file holds, line by line, for people."""
    if content.whole is not None:
        yield f"{name}: kept as it is: {content.whole.reason}"
        return
    tracks = counted(len(content.tracks), "track")
    yield f"{name}: format {content.format}, {_ticks(content)}, {tracks}, {length(content):.3f} s"
    yield from _shortened(_tempos(content), "tempos")
    yield from _shortened(_meters(content), "time signatures")
    for number, track in enumerate(content.tracks, 1):
        yield f"track {number}{_named(track)}: {_counts(track)}"
        if track.unread is not None:
            size = counted(len(track.unread.data), "byte")
            yield f"  {size} that are no events: {track.unread.reason}"
    for piece in content.opaque:
        yield f"{counted(len(piece.data), 'byte')} {_where(piece.place)}: {piece.reason}"


def _where(place: Place) -> str:
    if isinstance(place, int):
        return f"behind track {place}" if place else "before the first track"
    return "before the header" if place == "start" else "in the header"


def _ticks(content: Content) -> str:
    division = content.division
    if isinstance(division, Smpte):
        return f"{division.frames_per_second} frames a second of {division.ticks_per_frame} ticks"
    return f"{division} ticks a quarter"


def _shortened(lines: list[str], name: str) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"  and {len(lines) - _MOST_LINES} {name} more"


def _tempos(content: Content) -> list[str]:
    return [
        f"  {float(tempo.at):9.3f} s, tick {tempo.tick}: {tempo.bpm:.2f} beats a minute"
        for tempo in tempo_map(content).tempos
        if tempo.bpm is not None
    ]


def _meters(content: Content) -> list[str]:
    return [f"  tick {m.tick}: {m.numerator}/{m.denominator}" for m in meter_map(content)]


def _named(track: Track) -> str:
    return "" if track.name is None else f" {track.name!r}"


def _counts(track: Track) -> str:
    messages: Any = track.events.messages
    notes = sum(1 for each in messages if each[0] & _SYSTEM == _ON and each[2])
    channels = sorted({each[0] & 0x0F for each in messages if _OFF <= each[0] < _SYSTEM})
    where = "channel" if len(channels) == 1 else "channels"
    on = f" on {where} {', '.join(map(str, channels))}" if channels else ""
    end = "without an end" if track.end is None else f"to tick {track.end}"
    return f"{counted(len(messages), 'event')}, {counted(notes, 'note')}{on}, {end}"
