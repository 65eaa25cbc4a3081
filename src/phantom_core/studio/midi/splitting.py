"""Taking the notes out of content."""

from collections import defaultdict, deque
from collections.abc import Callable

import attrs

from phantom_core.studio.midi.content import Content, Track
from phantom_core.studio.midi.events import NOTE_BEGINS, NOTE_ENDS
from phantom_core.studio.midi.frame import Frame
from phantom_core.studio.midi.note import Note

__all__ = ["pairs", "split"]

_KIND, _CHANNEL, _OFF, _ON = 0xF0, 0x0F, 0x80, 0x90


def split(content: Content, mint: Callable[[], str]) -> tuple[Frame, tuple[Note, ...]]:
    """Part content into its frame and its notes, in the order in which they begin in the file.

    A note ends with the first end of its pitch and channel that no earlier note of these has, or
    with the one that bears its name. It is called as the event that begins it; where that has no
    name, or that of another note, `mint` makes one. Begins and ends without the other remain in
    the frame. `join` makes of both the same content, with all notes named.
    """
    taking = _Taking(mint)
    tracks = [taking.take(number, track) for number, track in enumerate(content.tracks)]
    return Frame(content=attrs.evolve(content, tracks=tuple(tracks))), tuple(taking.notes)


class _Taking:
    """The notes that were taken so far."""

    def __init__(self, mint: Callable[[], str]) -> None:
        self.notes: list[Note] = []
        self._mint = mint
        self._names: set[str] = set()

    def take(self, number: int, track: Track) -> Track:
        """Take the notes of a track, and answer what is left of it."""
        events = track.events
        messages, ids = list(events.messages), list(events.ids)
        for begin, end in sorted(pairs(track)):
            on, off = events.messages[begin], events.messages[end]
            start = events.times[begin]
            name = self._name(ids[begin])
            self.notes.append(
                Note(
                    note_id=name,
                    track=number,
                    channel=on[0] & _CHANNEL,
                    pitch=on[1],
                    start=start,
                    duration=events.times[end] - start,
                    velocity=on[2],
                )
            )
            ids[begin] = ids[end] = name
            messages[begin] = NOTE_BEGINS
            has_release = off[0] & _KIND == _OFF
            messages[end] = NOTE_ENDS + (off[2:] if has_release else b"")
        left = attrs.evolve(events, messages=tuple(messages), ids=tuple(ids))
        return attrs.evolve(track, events=left)

    def _name(self, given: str | None) -> str:
        name = given if given is not None and given not in self._names else self._mint()
        self._names.add(name)
        return name


def pairs(track: Track) -> list[tuple[int, int]]:
    """The places of the events that begin and end each note, in the order of the ends."""
    sounding = _Sounding(track)
    found = []
    for place, message in enumerate(track.events.messages):
        kind = message[0] & _KIND
        if kind == _ON and message[2]:
            sounding.begin(place)
        elif kind in (_ON, _OFF):
            begin = sounding.end(place)
            if begin is not None:
                found.append((begin, place))
    return found


class _Sounding:
    """The notes that have begun and not ended yet, by the places of the events that began them."""

    def __init__(self, track: Track) -> None:
        self._events = track.events
        self._waiting: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
        self._named: dict[tuple[tuple[int, int], str], int] = {}
        self._ended: set[int] = set()  # by name; they still stand in their queue

    def begin(self, place: int) -> None:
        """Let a note begin."""
        key, name = self._key(place), self._events.ids[place]
        self._waiting[key].append(place)
        if name is not None:
            self._named[key, name] = place

    def end(self, place: int) -> int | None:
        """Let a note end; answers where it began, or None where none sounds."""
        key, name = self._key(place), self._events.ids[place]
        begin = None if name is None else self._named.pop((key, name), None)
        if begin is not None and begin not in self._ended:
            self._ended.add(begin)
            return begin
        waiting = self._waiting[key]
        while waiting:
            begin = waiting.popleft()
            if begin not in self._ended:
                self._ended.add(begin)
                return begin
        return None

    def _key(self, place: int) -> tuple[int, int]:
        message = self._events.messages[place]
        return message[0] & _CHANNEL, message[1]
