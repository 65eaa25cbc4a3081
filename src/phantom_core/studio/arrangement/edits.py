"""Edits for those who hold a `Replica` of a project: what is made, with all that it needs."""

from random import Random

from phantom_core.studio.arrangement.fields import KIND, Kind, defaults_of
from phantom_core.studio.arrangement.repair import siblings_of
from phantom_core.sync import OWNER, Document, Put, RecordId, Value, place_among

__all__ = ["new_note", "new_segment", "new_stem", "restored"]


def new_stem(
    document: Document, project: RecordId, stem: RecordId, *, chance: Random, **fields: Value
) -> Put:
    """Add a stem below all others.

    Args:
        document: what its maker sees.
        project: where it goes.
        stem: its id, newly minted.
        chance: keeps apart what two add at once.
        fields: its `name`, and whatever else it has, by the names of the wire.
    """
    siblings = siblings_of(document, project)
    placement = place_among(siblings, len(siblings), chance=chance)
    return _made(Kind.STEM, stem, project, {"order": placement.key, **fields})


def new_segment(segment: RecordId, stem: RecordId, **fields: Value) -> Put:
    """Add a segment to a stem; `fields` have its `type`, `startMs`, `endMs`, and what else."""
    return _made(Kind.SEGMENT, segment, stem, fields)


def new_note(note: RecordId, segment: RecordId, **fields: Value) -> Put:
    """Add a note to a segment; `fields` have its `pitch`, `start` and `duration`, in ticks."""
    return _made(Kind.NOTE, note, segment, fields)


def restored(document: Document, record: RecordId) -> Put:
    """Have something back that was removed, with all that it held then."""
    return Put(record, {OWNER: document.value(record, OWNER)})


def _made(kind: Kind, record: RecordId, owner: RecordId, fields: dict[str, Value]) -> Put:
    return Put(record, {KIND: kind.value, OWNER: owner, **defaults_of(kind), **fields})
