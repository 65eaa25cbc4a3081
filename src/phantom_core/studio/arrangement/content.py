"""The content of a MIDI segment: its frame and its notes, as edits of records.

A frame holds all of a file but its notes, which are records of their own; joined, they are the
file again, to the byte while nobody has edited anything.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final

import attrs

from phantom_core.kernel import Fault, Invalid
from phantom_core.kernel.ids import id_from_int, is_id
from phantom_core.studio.arrangement.fields import KIND, Kind
from phantom_core.studio.arrangement.target import MOST_EDITS
from phantom_core.studio.midi import (
    Content,
    Frame,
    Matching,
    Note,
    frame_from_json,
    frame_to_json,
    from_json,
    join,
    match_notes,
    renamed,
    split,
)
from phantom_core.sync import OWNER, Document, Edit, Put, RecordId, Remove, Value

__all__ = ["GivenContent", "content_of", "edits_of_content", "joined"]

GivenContent = Content | Mapping[str, Any]
"""Content, or its JSON form as a stranger sends it."""

_FIELDS: Final = tuple(field.name for field in attrs.fields(Note) if field.name != "note_id")


def joined(frame: Mapping[str, Any] | None, notes: Mapping[str, Mapping[str, Any]]) -> Content:
    """The content that a frame and notes, by their ids, are together; none is a new frame."""
    whole = Frame() if frame is None else frame_from_json(frame)
    return join(whole, [Note(note_id=each, **fields) for each, fields in notes.items()])


def content_of(document: Document, segment: RecordId) -> Content:
    """The content of a segment as it stands."""
    frame: Any = document.value(segment, "frame")
    return joined(frame, {each.note_id: _fields(each) for each in _notes(document, segment)})


def edits_of_content(
    segment: RecordId, given: GivenContent, document: Document, *, chance: Random
) -> tuple[Value, tuple[Edit, ...]]:
    """The frame that a segment gets, and what is done to its notes.

    Notes that bear the name of one that is there are that note; the others are found again as
    `match_notes` does, so that only what differs changes. Raises: Invalid.
    """
    minting = _Minting(chance)
    frame, new = split(_read(given), minting)
    if len(new) >= MOST_EDITS:
        raise Invalid(Fault("content", f"must have fewer than {MOST_EDITS} notes"))
    names = _usable(new, segment, document, minting)
    frame = renamed(frame, names)
    new = tuple(attrs.evolve(note, note_id=names.get(note.note_id, note.note_id)) for note in new)
    old = {note.note_id: note for note in _notes(document, segment)}
    found = match_notes(
        [note for name, note in old.items() if name not in {each.note_id for each in new}],
        [note for note in new if note.note_id not in old],
    )
    edits = (*_same_names(old, new), *_matched(found, segment))
    return frame_to_json(renamed(frame, found.names)), edits


class _Minting:
    """Mints ids for notes: one after the other, from a place that chance chose."""

    def __init__(self, chance: Random) -> None:
        self._next = chance.getrandbits(127)

    def __call__(self) -> str:
        self._next += 1
        return id_from_int(self._next)


def _read(given: GivenContent) -> Content:
    if isinstance(given, Content):
        return given
    try:
        return from_json(given)
    except Invalid as error:
        faults = (attrs.evolve(each, path=f"content.{each.path}") for each in error.faults)
        raise Invalid(*faults) from error


def _notes(document: Document, segment: RecordId) -> list[Note]:
    found = []
    for record in document.children(segment):
        fields = document.fields(record)
        found.append(Note(note_id=record, **{name: fields[name] for name in _FIELDS}))  # type: ignore[arg-type]
    return found


def _fields(note: Note) -> dict[str, int]:
    return {name: getattr(note, name) for name in _FIELDS}


def _usable(
    new: tuple[Note, ...], segment: RecordId, document: Document, minting: _Minting
) -> dict[str, str]:
    """New names for notes whose own is no id, or that of something else."""

    def usable(name: RecordId) -> bool:
        free = not document.is_known(name) or document.owner(name) == segment
        return is_id(name) and free

    return {each.note_id: minting() for each in new if not usable(RecordId(each.note_id))}


def _same_names(old: Mapping[str, Note], new: tuple[Note, ...]) -> Iterator[Edit]:
    for note in new:
        if note.note_id in old:
            yield from _differing(old[note.note_id], note)


def _differing(was: Note, now: Note) -> Iterator[Edit]:
    before = _fields(was)
    fields = {name: value for name, value in _fields(now).items() if value != before[name]}
    if fields:
        yield Put(RecordId(now.note_id), fields)


def _matched(found: Matching, segment: RecordId) -> Iterator[Edit]:
    for changed in found.changed:
        fields = {name: getattr(changed.note, name) for name in changed.fields}
        yield Put(RecordId(changed.note.note_id), fields)
    for note in found.added:
        made: dict[str, Value] = {KIND: Kind.NOTE.value, OWNER: segment, **_fields(note)}
        yield Put(RecordId(note.note_id), made)
    for note in found.removed:
        yield Remove(RecordId(note.note_id))
