"""The JSON Schema of the files of an export, made of the classes whose values are in them."""

import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final

import attrs

from phantom_core.kernel import ID_PATTERN, Id, UserId
from phantom_core.privacy.record_form import camel, told_fields
from phantom_core.privacy.record_kinds import TOLD, RecordKind
from phantom_core.privacy.record_shapes import SHAPES

__all__ = ["EXPORT_VERSION", "SCHEMA_ID", "export_schema"]

EXPORT_VERSION: Final = 1
"""The version of the files of an export, and of the schema that is with them.

It is raised when something is taken out of them or means something else; what is only new is not.
"""

SCHEMA_ID: Final = f"urn:phantom:schemas:data-export:{EXPORT_VERSION}"
"""The `$id` of the schema."""

_Json = dict[str, Any]

_PLAIN: Final[Mapping[Any, _Json]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    timedelta: {"type": "number"},
    NoneType: {"type": "null"},
    Any: {},
}
_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}


def export_schema() -> _Json:
    """The schema that every file of JSON in an export obeys: which one, is said by its `kind`."""
    writer = _Writer()
    files = {f"{kind}-file": writer.file(kind) for kind in RecordKind}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "What Phantom holds about a person",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in ("export", *files)],
        "$defs": {"export": _manifest(), **files, **writer.classes},
    }


def _manifest() -> _Json:
    moment = _PLAIN[datetime]
    kind = _whole(
        {
            "kind": {"enum": list(RecordKind)},
            "file": _TEXT,
            "title": _TEXT,
            "meaning": _TEXT,
            "records": _COUNT,
        }
    )
    return _whole(
        {
            "$schema": _TEXT,
            "kind": {"const": "export"},
            "version": {"const": EXPORT_VERSION},
            "userId": {"type": "string", "pattern": ID_PATTERN},
            "begunAt": moment,
            "endedAt": moment,
            "kinds": {"type": "array", "items": kind},
            "files": _COUNT,
            "missing": {"type": "array", "items": _TEXT},
        }
    )


def _whole(properties: _Json) -> _Json:
    """An object that has just these properties, each of them."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class _Writer:
    """Writes schemas of types; those of classes are collected, each once."""

    def __init__(self) -> None:
        self.classes: dict[str, _Json] = {}
        self._named: dict[str, type[Any]] = {}

    def file(self, kind: RecordKind) -> _Json:
        """The file of one kind of records."""
        shape = SHAPES[kind]
        told = {
            camel(name): self._of(hint)
            for name, hint in told_fields(shape.of).items()
            if name not in shape.without
        }
        if shape.files:
            told["files"] = {"type": "array", "items": _TEXT}
        properties = {
            "$schema": _TEXT,
            "kind": {"const": kind},
            "version": {"const": EXPORT_VERSION},
            "records": {"type": "array", "items": _whole(told)},
        }
        return {"description": TOLD[kind].meaning, **_whole(properties)}

    def _of(self, hint: Any) -> _Json:
        if hint in _PLAIN:
            return _PLAIN[hint]
        if hint is Id or hasattr(hint, "__supertype__"):
            return self._of_new_type(hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return {"enum": [member.value for member in hint]}
        if attrs.has(hint):
            return self._of_class(hint)
        return self._of_generic(hint)

    def _of_new_type(self, hint: Any) -> _Json:
        """Ids of what may be somebody are null, where those are not there for the person."""
        if _is_id(hint):
            kinds = ["string", "null"] if hint in {Id, UserId} else "string"
            return {"type": kinds, "pattern": ID_PATTERN}
        return self._of(hint.__supertype__)

    def _of_class(self, kind: type[Any]) -> _Json:
        if self._named.setdefault(kind.__name__, kind) is not kind:
            message = f"two classes of an export are called {kind.__name__}"
            raise TypeError(message)
        if kind.__name__ not in self.classes:
            self.classes[kind.__name__] = {}
            told = {camel(name): self._of(hint) for name, hint in told_fields(kind).items()}
            self.classes[kind.__name__] = _whole(told)
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _of_generic(self, hint: Any) -> _Json:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in {typing.Union, UnionType}:
            return {"anyOf": [self._of(each) for each in arguments]}
        if origin is typing.Literal:
            return {"enum": list(arguments)}
        if _is(origin, Mapping):
            return {"type": "object", "additionalProperties": self._of(arguments[1])}
        if origin is tuple and Ellipsis not in arguments:
            items = [self._of(each) for each in arguments]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
        if _is(origin, Sequence):
            return {"type": "array", "items": self._of(arguments[0])}
        if _is(hint, tuple):
            items = [self._of(each) for each in typing.get_type_hints(hint).values()]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
        raise TypeError(hint)


def _is(kind: Any, base: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)


def _is_id(hint: Any) -> bool:
    while hint is not Id and hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    return hint is Id
