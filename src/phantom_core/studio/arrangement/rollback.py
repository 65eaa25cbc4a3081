"""Going back: the edits by which what stands becomes what once stood."""

from collections.abc import Iterable, Iterator, Mapping

from phantom_core.studio.arrangement.fields import KIND, Kind
from phantom_core.studio.arrangement.target import kind_of
from phantom_core.sync import OWNER, Document, Edit, Put, RecordId, Remove, Value

__all__ = ["edits_back"]

_STAYS = frozenset({"isPublic"})
"""What of a project no going back touches: who may look at it is decided now."""


def edits_back(now: Document, past: Document, entity: RecordId) -> Iterator[tuple[Edit, ...]]:
    """The edits that take a project, stem or segment back, as one tuple for each change.

    What has come since goes last, so that nothing is lost that has moved out of it.

    Args:
        now: what stands.
        past: what stood then.
        entity: what goes back, with all that was in it and all that is.
    """
    kind = kind_of(past, entity) or kind_of(now, entity)
    if kind is Kind.SEGMENT:
        yield from _changed(now, past, [entity])
        return
    stems = [entity] if kind is Kind.STEM else _both(now, past, [entity])
    if kind is Kind.PROJECT and entity in past:
        yield from _given(_fields_back(now, past, entity))
    yield from (edits for stem in stems for edits in _given(_kept(now, past, stem)))
    segments = _both(now, past, stems)
    yield from _changed(now, past, segments)
    yield from ((Remove(stem),) for stem in stems if stem in now and stem not in past)


def _both(now: Document, past: Document, owners: Iterable[RecordId]) -> list[RecordId]:
    """What is in any of these, or was."""
    return sorted(
        {each for owner in owners for document in (past, now) for each in document.children(owner)}
    )


def _changed(
    now: Document, past: Document, segments: Iterable[RecordId]
) -> Iterator[tuple[Edit, ...]]:
    for segment in segments:
        if segment in past:
            own = _kept(now, past, segment)
            notes = [
                edit for note in _both(now, past, [segment]) for edit in _note(now, past, note)
            ]
            yield from _given([*own, *notes])
        elif now.survives(segment):
            yield (Remove(segment),)


def _note(now: Document, past: Document, note: RecordId) -> list[Edit]:
    if note in past:
        return _kept(now, past, note)
    return [Remove(note)] if now.survives(note) else []


def _kept(now: Document, past: Document, record: RecordId) -> list[Edit]:
    """What makes a record that stood then stand again, as it was."""
    return _fields_back(now, past, record) if record in past else []


def _fields_back(now: Document, past: Document, record: RecordId) -> list[Edit]:
    was, present = past.fields(record), now.fields(record)
    fields: Mapping[str, Value] = {
        name: value
        for name, value in was.items()
        if name not in _STAYS and (name not in present or present[name] != value)
    }
    fields = {**fields, **dict.fromkeys(present.keys() - was.keys() - _STAYS)}
    if now.is_known(record) and record not in now and not _goes_with_owner(now, past, record):
        fields = {OWNER: was[OWNER], **fields}
    if now.is_known(record):
        fields = {name: value for name, value in fields.items() if name != KIND}
    return [Put(record, fields)] if fields else []


def _goes_with_owner(now: Document, past: Document, record: RecordId) -> bool:
    """Whether a record is gone only because what holds it is."""
    return now.survives(record) and past.owner(record) == now.owner(record)


def _given(edits: list[Edit]) -> Iterator[tuple[Edit, ...]]:
    if edits:
        yield tuple(edits)
