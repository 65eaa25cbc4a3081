"""Values as JSON says them: names in camel case, times as on the wire, no keys of blobs."""

import base64
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.kernel import Id, UserId

__all__ = ["camel", "names_people", "plain", "texts_in", "told_fields"]


@cache
def camel(name: str) -> str:
    """A name in camel case: `created_at` is `createdAt`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def _told_fields(kind: Any) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind)
    named = {field.name: hints[field.name] for field in attrs.fields(kind)}
    return {name: hint for name, hint in named.items() if not _of_blob(hint)}


def told_fields(kind: Any) -> Mapping[str, Any]:
    """The fields of a class that are told, by name, with their types: all but keys of blobs."""
    # mypy holds that classes cannot be hashed where `Any` stands for them.
    found: Mapping[str, Any] = _told_fields(kind)
    return found


def _of_blob(hint: Any) -> bool:
    return hint is BlobKey or BlobKey in typing.get_args(hint)


@cache
def names_people(hint: Any) -> bool:
    """Whether values of a type tell the ids of people, or of what may be somebody."""
    if hint is Id or hint is UserId:
        return True
    if attrs.has(hint):
        return any(names_people(each) for each in told_fields(hint).values())
    return any(names_people(each) for each in typing.get_args(hint))


def plain(value: Any, nobody: Collection[str] = ()) -> Any:
    """What JSON can say of a value; the ids of those who are `nobody` become `None`."""
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return value
    if type(value) is str:
        return None if value in nobody else value
    if attrs.has(type(value)):
        names = told_fields(type(value))
        return {camel(name): plain(getattr(value, name), nobody) for name in names}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each, nobody) for key, each in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(each, nobody) for each in value]
    return _written(value)


def _written(value: Any) -> Any:
    for kind, write in _WRITING:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(type(value))


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _words(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_WRITING: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (Enum, lambda member: member.value),
    (datetime, _instant),
    (date, date.isoformat),
    (timedelta, timedelta.total_seconds),
    (bytes, _words),
    (str, str),
)


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a value, however deep."""
    if type(value) is str:
        yield value
    elif attrs.has(type(value)):
        for name in told_fields(type(value)):
            yield from texts_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)
