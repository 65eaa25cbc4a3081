"""The content of a MIDI segment: in the document, a frame and a record for each note."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from phantom_core.kernel import Fault, Invalid, is_id
from phantom_core.studio.arrangement.fields import KIND, Kind, note_fields
from phantom_core.studio.arrangement.target import MOST_EDITS
from phantom_core.studio.midi import (
    Content,
    Frame,
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

__all__ = ["content_in", "content_of", "edits_of_content", "expect_few_notes", "notes_in"]

_FIELDS: Final = ("track", "channel", "pitch", "start", "duration", "velocity")
_MESSAGE: Final = 0xF0
_NOTE_ON: Final = 0x90


def notes_in(document: Document, segment: RecordId) -> tuple[Note, ...]:
    """The notes of a segment, by id."""
    return tuple(_note(document, record) for record in document.children(segment))


def _note(document: Document, record: RecordId) -> Note:
    return _note_of(record, document.fields(record))


def _note_of(note_id: str, written: Mapping[str, Any]) -> Note:
    fields: Any = note_fields(written)
    return Note(note_id=note_id, **fields)


def content_in(document: Document, segment: RecordId) -> Content:
    """What a segment holds, as a MIDI file would."""
    return _joined(document.value(segment, "frame"), notes_in(document, segment))


def content_of(frame: Any, notes: Mapping[str, Mapping[str, Any]]) -> Content:
    """The content that a frame, if there is one, and notes by their ids are together."""
    return _joined(frame, [_note_of(each, written) for each, written in notes.items()])


def _joined(frame: Any, notes: Iterable[Note]) -> Content:
    return join(Frame() if frame is None else frame_from_json(frame), notes)


def expect_few_notes(content: Content, path: str) -> None:
    """See to it that the notes which begin are few enough for one change. Raises: Invalid."""
    begun = sum(
        bool(message[0] & _MESSAGE == _NOTE_ON and message[2])
        for track in content.tracks
        for message in track.events.messages
    )
    if begun >= MOST_EDITS:
        raise Invalid(Fault(path, f"must have fewer than {MOST_EDITS} notes together"))


def edits_of_content(
    segment: RecordId, content: Mapping[str, Any], document: Document, mint: Callable[[], str]
) -> tuple[Value, tuple[Edit, ...]]:
    """The frame that a segment gets, and what is done to its notes.

    Notes that go by the names of those that are there are those; of the others, those are found
    again that are the same, or nearest. Raises: Invalid.
    """
    given = from_json(content)
    expect_few_notes(given, "tracks")
    frame, notes = split(given, mint)
    old = {note.note_id: note for note in notes_in(document, segment)}
    named = [note for note in notes if note.note_id in old]
    others = [note for note in notes if note.note_id not in old]
    taken = {note.note_id for note in named}
    matching = match_notes((old[each] for each in old if each not in taken), others)
    names = dict(matching.names)
    added = [attrs.evolve(note, note_id=_name(note, document, mint)) for note in matching.added]
    names |= {was.note_id: now.note_id for was, now in zip(matching.added, added, strict=True)}
    edits: list[Edit] = [*_changes(old, named)]
    edits += [
        Put(RecordId(each.note.note_id), {name: getattr(each.note, name) for name in each.fields})
        for each in matching.changed
    ]
    edits += [_added(note, segment) for note in added]
    edits += [Remove(RecordId(note.note_id)) for note in matching.removed]
    return frame_to_json(renamed(frame, names)), tuple(edits)


def _name(note: Note, document: Document, mint: Callable[[], str]) -> str:
    """A new note keeps the id that it brings, if it is one, and of nothing else here."""
    free = is_id(note.note_id) and not document.is_known(RecordId(note.note_id))
    return note.note_id if free else mint()


def _changes(old: Mapping[str, Note], named: list[Note]) -> Iterator[Edit]:
    for note in named:
        was = old[note.note_id]
        fields = {
            name: getattr(note, name)
            for name in _FIELDS
            if getattr(note, name) != getattr(was, name)
        }
        if fields:
            yield Put(RecordId(note.note_id), fields)


def _added(note: Note, segment: RecordId) -> Put:
    fields = {name: getattr(note, name) for name in _FIELDS}
    return Put(RecordId(note.note_id), {KIND: Kind.NOTE.value, OWNER: segment, **fields})
