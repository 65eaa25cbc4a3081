"""How a held record is handed to whom it is about."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

import attrs

from phantom_core.kernel import Id, UserId, is_id
from phantom_core.privacy.record import HeldRecord, PersonalRecord
from phantom_core.privacy.record_form import camel, names_people, plain, texts_in, told_fields
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_shapes import SHAPES

__all__ = ["handed_out", "ids_in"]


def ids_in(kind: RecordKind, record: HeldRecord) -> Iterator[UserId]:
    """Every id that a record tells, which may be somebody's."""
    for told in _told(kind):
        if told.names_people:
            for text in texts_in(record.fields[told.name]):
                if is_id(text):
                    yield UserId(Id(text))


def handed_out(
    kind: RecordKind, record: HeldRecord, *, apart: Collection[UserId] = ()
) -> PersonalRecord:
    """A record without what stays here, and without the ids of those who are `apart`."""
    shape = SHAPES[kind]
    fields: dict[str, Any] = {
        told.shown: plain(record.fields[told.name], apart if told.names_people else ())
        for told in _told(kind)
    }
    files = tuple(shape.files(record.fields)) if shape.files else ()
    if shape.files:
        fields["files"] = [f"media/{file.path}" for file in files]
    return PersonalRecord(place=record.place, fields=fields, files=files)


@attrs.frozen
class _ToldField:
    name: str
    shown: str
    names_people: bool


@cache
def _told(kind: RecordKind) -> Sequence[_ToldField]:
    """The fields that are handed out."""
    shape = SHAPES[kind]
    return [
        _ToldField(name, camel(name), names_people(hint))
        for name, hint in told_fields(shape.of).items()
        if name not in shape.without
    ]
