"""Making what is there already: the same once more, or something else by the same id."""

from collections.abc import Iterator, Mapping
from typing import Any

from phantom_core.kernel import Conflict
from phantom_core.studio.arrangement.content import content_of
from phantom_core.studio.arrangement.fields import KIND
from phantom_core.studio.midi import from_json, to_json
from phantom_core.sync import Change, Document, RecordId, Value
from phantom_core.sync.reading import writes_to
from phantom_core.sync.writes import COUNTER, REPLICA, SHAPE, VALUES, Write

__all__ = ["IdInUse", "has_held", "has_held_content", "has_seen", "knows_made"]


class IdInUse(Conflict):
    """Something else has this id, maybe elsewhere."""

    rule = "id-in-use"

    def __init__(self) -> None:
        super().__init__("Something else has this id.")


def has_seen(change: Change, write: Write) -> bool:
    """Whether whoever made a change had seen a write."""
    seen = {**change.seen, change.replica: change.counter}
    return seen.get(write[REPLICA], 0) >= write[COUNTER]


def knows_made(record: RecordId, change: Change, document: Document) -> bool:
    """Whether whoever made a change had seen that a record was made."""
    return any(has_seen(change, write) for write in _makings(record, document))


def has_held(record: RecordId, fields: Mapping[str, Value], document: Document) -> bool:
    """Whether each field holds its value, or did when the record was made."""
    made = [_fields_of(write) for write in _makings(record, document)]
    return all(
        value == document.value(record, name)
        or any(name in each and each[name] == value for each in made)
        for name, value in fields.items()
    )


def has_held_content(segment: RecordId, content: Mapping[str, Any], document: Document) -> bool:
    """Whether a segment holds this content, whatever its notes are called, or was made with it."""
    wanted = _unnamed(to_json(from_json(content)))
    return any(
        _unnamed(to_json(content_of(frame, notes))) == wanted
        for frame, notes in _contents(segment, document)
    )


def _contents(
    segment: RecordId, document: Document
) -> Iterator[tuple[Value, dict[str, dict[str, Value]]]]:
    standing: dict[str, dict[str, Value]] = {
        note: document.fields(note) for note in document.children(segment)
    }
    yield document.value(segment, "frame"), standing
    for making in _makings(segment, document):
        first: dict[str, dict[str, Value]] = {
            note: _fields_of(write)
            for note in document.held.get(segment, ())
            for write in _makings(note, document)
            if (write[REPLICA], write[COUNTER]) == (making[REPLICA], making[COUNTER])
        }
        yield _fields_of(making).get("frame"), first


def _makings(record: RecordId, document: Document) -> Iterator[Write]:
    """What is kept of the writes that made a record."""
    return (write for write in writes_to(document, record) if KIND in write[SHAPE])


def _fields_of(write: Write) -> dict[str, Value]:
    return dict(zip(write[SHAPE], write[VALUES], strict=True))


def _unnamed(told: Any) -> Any:
    """JSON of content without the names of notes."""
    if isinstance(told, dict):
        return {name: _unnamed(each) for name, each in told.items() if name != "id"}
    return [_unnamed(each) for each in told] if isinstance(told, list) else told
