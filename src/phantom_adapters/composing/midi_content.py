"""Pieces as MIDI, as the studio keeps it."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from phantom_core.composing import TICKS, Part, Piece
from phantom_core.kernel.ids import id_from_bytes
from phantom_core.studio.midi import Content, Event, Events, Track

__all__ = ["content_of"]

_MICROSECONDS: Final = 60_000_000
_RELEASE: Final = 64
_ID_BYTES: Final = 16
_OFF, _SET, _ON = range(3)

_Timed = tuple[int, int, Event]


def content_of(piece: Piece, seed: int) -> Content:
    """A piece as MIDI of format 1: a conductor's track, then one for each part, in their order.

    The sections stand as markers, the chords as texts. Every note has an id, the same ones for the
    same piece and seed, so that who places it twice has the same notes.
    """
    parts = [_part(piece, part, seed) for part in piece.parts]
    return Content(format=1, division=TICKS, tracks=(_conductor(piece), *parts))


def _conductor(piece: Piece) -> Track:
    beats, unit = piece.time_signature
    mode = "minor" if piece.minor else "major"
    events = [
        (0, 0, Event.of("tempo", 0, microsecondsPerQuarter=round(_MICROSECONDS / piece.tempo))),
        (0, 0, Event.of("timeSignature", 0, numerator=beats, denominator=unit)),
        (0, 0, Event.of("keySignature", 0, sharps=piece.sharps, mode=mode)),
    ]
    for section in piece.sections:
        at = (section.bar - 1) * piece.bar_ticks
        events.append((at, 1, Event.of("marker", at, text=section.name)))
    events += [
        (each.start, 2, Event.of("text", each.start, text=each.symbol)) for each in piece.chords
    ]
    return _track(piece.name, events, piece.ticks)


def _part(piece: Piece, part: Part, seed: int) -> Track:
    return _track(part.instrument, list(_events(piece, part, seed)), piece.ticks)


def _events(piece: Piece, part: Part, seed: int) -> Iterator[_Timed]:
    yield 0, _SET, Event.of("programChange", 0, channel=part.channel, program=part.program)
    for place, note in enumerate(part.notes):
        name = _name(piece, part, seed, place)
        on = Event.of(
            "noteOn", note.start, channel=part.channel, pitch=note.pitch, velocity=note.velocity
        )
        end = note.start + note.duration
        off = Event.of("noteOff", end, channel=part.channel, pitch=note.pitch, velocity=_RELEASE)
        yield note.start, _ON, on._replace(id=name)
        yield end, _OFF, off._replace(id=name)


def _name(piece: Piece, part: Part, seed: int, place: int) -> str:
    told = f"{seed} {piece.name} {piece.tempo} {piece.bars} {part.channel} {place}"
    return id_from_bytes(blake2b(told.encode(), digest_size=_ID_BYTES).digest())


def _track(name: str, events: list[_Timed], end: int) -> Track:
    """A track; of what happens at one tick notes end first, and begin last."""
    ordered = [event for _, _, event in sorted(events, key=lambda each: each[:2])]
    found = Events.of(ordered)
    return Track(name=name, events=found, end=max(end, found.last))
