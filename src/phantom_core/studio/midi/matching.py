"""Which notes of a new version are those of the old one."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any, Final

import attrs

from phantom_core.studio.midi.note import Note

__all__ = ["ChangedNote", "Matching", "match_notes"]

_FIELDS: Final = ("track", "channel", "pitch", "start", "duration", "velocity")


@attrs.frozen(kw_only=True)
class ChangedNote:
    """A note that the new version has otherwise.

    Attributes:
        note: as it is now, with the name it has had.
        fields: what is different: names of fields of `Note`, in their order there.
    """

    note: Note
    fields: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Matching:
    """What became of the notes.

    Attributes:
        kept: those that are as they were.
        changed: those that are otherwise.
        added: those that are new, with the names that they bring.
        removed: those that are gone.
        names: what notes of the new version were called there -> what they have been called all
            along; for `renamed`.
    """

    kept: tuple[Note, ...]
    changed: tuple[ChangedNote, ...]
    added: tuple[Note, ...]
    removed: tuple[Note, ...]
    names: dict[str, str]


def match_notes(old: Iterable[Note], new: Iterable[Note]) -> Matching:
    """Find the notes of a new version again: each old one at most once, each new one too.

    First those that are equal in all but their names, one for one, so that of two that are stacked
    both are found; then among those of one pitch and channel again and again the two whose starts
    are nearest. What is left was removed, or is added. The order in which notes are given does not
    matter.
    """
    old, new = sorted(old, key=_order), sorted(new, key=_order)
    equal = _pair_equal(old, new)
    taken_old, taken_new = {id(a) for a, _ in equal}, {id(b) for _, b in equal}
    left_old = [note for note in old if id(note) not in taken_old]
    left_new = [note for note in new if id(note) not in taken_new]
    near = _pair_near(left_old, left_new)
    taken_old, taken_new = {id(a) for a, _ in near}, {id(b) for _, b in near}
    return Matching(
        kept=tuple(a for a, _ in equal),
        changed=tuple(_changed(a, b) for a, b in near),
        added=tuple(note for note in left_new if id(note) not in taken_new),
        removed=tuple(note for note in left_old if id(note) not in taken_old),
        names={b.note_id: a.note_id for a, b in equal + near},
    )


_Pair = tuple[Note, Note]


def _order(note: Note) -> tuple[Any, ...]:
    return note.start, *_facts(note), note.note_id


def _facts(note: Note) -> tuple[int, ...]:
    return tuple(getattr(note, field) for field in _FIELDS)


def _changed(was: Note, now: Note) -> ChangedNote:
    fields = tuple(field for field in _FIELDS if getattr(was, field) != getattr(now, field))
    return ChangedNote(note=attrs.evolve(now, note_id=was.note_id), fields=fields)


def _pair_equal(old: list[Note], new: list[Note]) -> list[_Pair]:
    waiting: defaultdict[tuple[int, ...], list[Note]] = defaultdict(list)
    for note in reversed(old):
        waiting[_facts(note)].append(note)
    return [(waiting[facts].pop(), note) for note in new if waiting.get(facts := _facts(note))]


def _pair_near(old: list[Note], new: list[Note]) -> list[_Pair]:
    lines: defaultdict[tuple[int, int], list[tuple[Note, bool]]] = defaultdict(list)
    for note, is_new in [(note, False) for note in old] + [(note, True) for note in new]:
        lines[note.channel, note.pitch].append((note, is_new))
    return [pair for _, line in sorted(lines.items()) for pair in _Line(line).pairs()]


class _Line:
    """The old and the new notes of one pitch and channel, in the order of their starts.

    The nearest two always stand side by side; with them gone, their neighbours do. So it takes a
    step for each note, and not one for every two.
    """

    def __init__(self, notes: list[tuple[Note, bool]]) -> None:
        self._notes = sorted(notes, key=lambda each: _order(each[0]))
        count = len(notes)
        self._before = [place - 1 for place in range(count)]
        self._after = [place + 1 for place in range(count)]
        self._gone: set[int] = set()
        found = (self._neighbours(place, place + 1) for place in range(count - 1))
        self._heap = [each for each in found if each is not None]
        heapify(self._heap)

    def pairs(self) -> list[_Pair]:
        """Old notes with new ones, the nearest first."""
        found = []
        while self._heap:
            _, left, right = heappop(self._heap)
            if self._gone.isdisjoint((left, right)):
                pair = sorted((self._notes[left], self._notes[right]), key=lambda each: each[1])
                found.append((pair[0][0], pair[1][0]))
                self._close(left, right)
        return found

    def _neighbours(self, left: int, right: int) -> tuple[int, int, int] | None:
        (a, a_is_new), (b, b_is_new) = self._notes[left], self._notes[right]
        return None if a_is_new == b_is_new else (b.start - a.start, left, right)

    def _close(self, left: int, right: int) -> None:
        """Take two neighbours out, and have theirs stand side by side."""
        self._gone |= {left, right}
        before, after = self._before[left], self._after[right]
        if before >= 0:
            self._after[before] = after
        if after < len(self._notes):
            self._before[after] = before
        if before >= 0 and after < len(self._notes):
            pair = self._neighbours(before, after)
            if pair is not None:
                heappush(self._heap, pair)
