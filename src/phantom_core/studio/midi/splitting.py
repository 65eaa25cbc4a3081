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

    A note ends with the end of its pitch and channel that bears its name, or, if none does, with
    the first that no other note of these has. It is called as the event that begins it; where that
    has no name, or that of another note, `mint` makes one. Begins and ends without the other remain
    in the frame. `join` makes of both the same content, with all notes named.
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


def _may_end(message: bytes) -> bool:
    kind = message[0] & _KIND
    return kind == _OFF or (kind == _ON and not message[2])


class _Sounding:
    """The notes that have begun and not ended yet, by the places of the events that began them."""

    def __init__(self, track: Track) -> None:
        self._events = track.events
        self._waiting: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
        self._named: dict[tuple[tuple[int, int], str], int] = {}
        self._named_ends = {
            (self._key(place), name): place
            for place, name in enumerate(self._events.ids)
            if name is not None and _may_end(self._events.messages[place])
        }

    def begin(self, place: int) -> None:
        """Let a note begin; one that will be ended by its name waits for no other end."""
        key, name = self._key(place), self._events.ids[place]
        ends_by_name = name is not None and self._named_ends.get((key, name), place) > place
        if name is None or not ends_by_name or (key, name) in self._named:
            self._waiting[key].append(place)
        else:
            self._named[key, name] = place

    def end(self, place: int) -> int | None:
        """Let a note end; answers where it began, or None where none sounds."""
        key, name = self._key(place), self._events.ids[place]
        named = None if name is None else self._named.pop((key, name), None)
        if named is not None:
            return named
        waiting = self._waiting[key]
        return waiting.popleft() if waiting else None

    def _key(self, place: int) -> tuple[int, int]:
        message = self._events.messages[place]
        return message[0] & _CHANNEL, message[1]
