"""Putting notes into a frame."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, Final

import attrs

from phantom_core.studio.midi.content import Content, Track
from phantom_core.studio.midi.event import Event
from phantom_core.studio.midi.events import NOTE_BEGINS, NOTE_ENDS, Events
from phantom_core.studio.midi.frame import Frame
from phantom_core.studio.midi.note import Note

__all__ = ["join", "renamed"]

_OFF, _ON = 0x80, 0x90
_USUAL_RELEASE: Final = NOTE_ENDS + bytes([64])
_ENDS, _STAYS, _BEGINS, _ENDS_AT_ONCE = range(4)

_Row = tuple[int, int, Event]
"""An event with its tick, and its turn among the events of one tick."""


def join(frame: Frame, notes: Iterable[Note]) -> Content:
    """Put notes into a frame; the order in which they are given does not matter.

    What begins or ends at the tick of its place in the frame stands there. What does not is put
    where it belongs: of all that happens at one tick, it ends before, and begins after. A note
    without a place ends with a release of 64. Places of notes that are not given are dropped. All
    else remains as it was; a track ends later where a note does.
    """
    named = {note.note_id: note for note in notes}
    base = frame.content
    if not base.tracks and named:
        base = attrs.evolve(base, tracks=(Track(),), opaque=_without_whole(base))
    return _Joining(base, named).joined()


def renamed(frame: Frame, names: Mapping[str, str]) -> Frame:
    """The frame with other names for notes; those that are not among `names` keep theirs."""

    def rename(track: Track) -> Track:
        ids = [None if each is None else names.get(each, each) for each in track.events.ids]
        return attrs.evolve(track, events=attrs.evolve(track.events, ids=tuple(ids)))

    tracks = tuple(map(rename, frame.content.tracks))
    return Frame(content=attrs.evolve(frame.content, tracks=tracks))


def _without_whole(content: Content) -> tuple[Any, ...]:
    return tuple(piece for piece in content.opaque if piece is not content.whole)


class _Joining:
    """A frame, the notes that go into it, and the places that it has for them.

    A place is the number of a track, a tick, and the number of an event.
    """

    def __init__(self, base: Content, notes: Mapping[str, Note]) -> None:
        self._base = base
        self._notes = notes
        self._begins: dict[str | None, tuple[int, int, int]] = {}
        self._ends: dict[str | None, tuple[int, int, int]] = {}
        self._releases: dict[str | None, bytes] = {}
        for number, track in enumerate(base.tracks):
            for place, event in enumerate(track.events):
                if event.message == NOTE_BEGINS:
                    self._begins.setdefault(event.id, (number, event.time, place))
                elif event.message.startswith(NOTE_ENDS):
                    self._ends.setdefault(event.id, (number, event.time, place))
                    self._releases.setdefault(event.id, event.message)

    def joined(self) -> Content:
        """The content."""
        rows: defaultdict[int, list[_Row]] = defaultdict(list)
        kept: dict[tuple[int, int], Event] = {}
        for note in sorted(self._notes.values(), key=_order):
            home = min(note.track, len(self._base.tracks) - 1)
            begin, end = self._places(note, home)
            on, off = self._edges(note)
            if begin is None:
                rows[home].append((note.start, _BEGINS, on))
            else:
                kept[home, begin] = on
            if end is None:
                rows[home].append((note.end, _ENDS if note.duration else _ENDS_AT_ONCE, off))
            else:
                kept[home, end] = off
        tracks = [
            track.retold(_merged(_filled(number, track, kept), rows[number]))
            for number, track in enumerate(self._base.tracks)
        ]
        return attrs.evolve(self._base, tracks=tuple(tracks))

    def _places(self, note: Note, home: int) -> tuple[int | None, int | None]:
        """The places where a note begins and ends, if the frame has them at its ticks.

        A note that ends at once takes both or none, lest it end before it begins.
        """
        begin = _place(self._begins.get(note.note_id), home, note.start)
        end = _place(self._ends.get(note.note_id), home, note.end)
        if not note.duration and (begin is None or end is None or end < begin):
            return None, None
        return begin, end

    def _edges(self, note: Note) -> tuple[Event, Event]:
        name, pitch = note.note_id, note.pitch
        on = bytes((_ON | note.channel, pitch, note.velocity))
        release = self._releases.get(name, _USUAL_RELEASE)[len(NOTE_ENDS) :]
        off = bytes(((_OFF if release else _ON) | note.channel, pitch, *(release or b"\0")))
        return Event(note.start, on, name), Event(note.end, off, name)


def _order(note: Note) -> tuple[Any, ...]:
    return note.start, note.pitch, note.channel, note.note_id


def _place(known: tuple[int, int, int] | None, home: int, tick: int) -> int | None:
    return known[2] if known is not None and known[:2] == (home, tick) else None


def _filled(number: int, track: Track, kept: Mapping[tuple[int, int], Event]) -> list[_Row]:
    """What stays of a track, with the notes in their places."""
    rows = []
    for place, event in enumerate(track.events):
        if event.message[:1] in (NOTE_BEGINS, NOTE_ENDS):
            note = kept.get((number, place))
            if note is not None:
                rows.append((event.time, _STAYS, note._replace(odd=event.odd)))
        else:
            rows.append((event.time, _STAYS, event))
    return rows


def _merged(stay: list[_Row], come: list[_Row]) -> Events:
    rows = sorted(stay + come, key=itemgetter(0, 1)) if come else stay
    return Events.of([event for _, _, event in rows])
