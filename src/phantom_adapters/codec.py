"""Values as JSON and back: what databases and queues keep of events, jobs and answers.

Ids are text, instants RFC 3339 with milliseconds, enumerations their values, sequences come back
as tuples. A field that is no longer known is passed over, and one that is missing takes its
default, so that what was written by an older version can be read. Values whose fields have rules
are made without running them again: a rule that has become stricter must not make what is stored
unreadable.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, get_args, get_origin

import attrs
from cattrs import BaseConverter, transform_error
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.preconf.json import JsonConverter, make_converter

from phantom_core.kernel import Checked, Command, Deferred, Event, Task, Unreadable, name_of
from phantom_core.registry import Registry

__all__ = [
    "UnknownShape",
    "dumps",
    "load",
    "load_deferred",
    "load_event",
    "loader",
    "loads",
    "named",
    "parse",
    "reader",
]


class UnknownShape(Exception):
    """What is stored is of a shape that this version does not know."""


def dumps(value: Any, kind: Any = None) -> str:
    """Write a value as JSON text; `kind` is its declared type, if not its own.

    Raises: ValueError, for a number that is none.
    """
    return _encoder.encode(value if kind is None else _converter.unstructure(value, kind))


def loads(text: str, kind: Any) -> Any:
    """Read JSON text as a value of a type; `Any` for what JSON itself can say.

    Raises: UnknownShape.
    """
    return load(parse(text), kind)


def load(data: Any, kind: Any) -> Any:
    """Make what JSON text said a value of a type. Raises: UnknownShape."""
    if kind is Any:
        return data
    try:
        return _converter.structure(data, kind)
    except Exception as error:
        raise UnknownShape(kind) from error


def parse(text: str | bytes) -> Any:
    """What JSON says, in UTF-8; `json.loads` takes longer, to see which encoding it is."""
    return _decoder.raw_decode(text if isinstance(text, str) else text.decode())[0]


def reader(kind: Any) -> Callable[[str], Any]:
    """What `loads` does, made ready for a type of which many are read."""
    read, made = _decoder.raw_decode, loader(kind)
    return lambda text: made(read(text)[0])


def loader(kind: Any) -> Callable[[Any], Any]:
    """What `load` does, made ready for a type of which many are read."""
    if kind is Any:
        return lambda data: data
    made = _converter.get_structure_hook(kind)

    def loaded(data: Any) -> Any:
        try:
            return made(data, kind)
        except Exception as error:
            raise UnknownShape(kind) from error

    return loaded


def load_event(name: str, data: Any, registry: Registry) -> Event:
    """Read an event back by its name. Raises: UnknownShape, also for a name that nobody knows."""
    kind = registry.events.get(name)
    if kind is None:
        raise UnknownShape(name)
    event: Event = load(data, kind)
    return event


def named(deferred: Deferred | Unreadable, registry: Registry) -> Mapping[str, Any]:
    """Deferred work with name and version, to be written as JSON.

    Raises: TypeError, if the registry does not list it.
    """
    if isinstance(deferred, Unreadable):
        stored: Mapping[str, Any] = deferred.stored
        return stored
    known = registry.known_deferred(deferred)
    kind = "task" if isinstance(known, Task) else "command"
    return {kind: name_of(known), "version": known.job_version, "fields": known}


def load_deferred(data: Mapping[str, Any], registry: Registry) -> Deferred | Unreadable:
    """Read deferred work back, or say why it cannot be read."""
    # What was stored before there were versions says none.
    version = data.get("version", 1)
    name, known = (
        (data["task"], registry.tasks) if "task" in data else (data["command"], registry.commands)
    )
    kind: type[Command[Any] | Task] | None = known.get(name)
    if kind is None:
        reason = "This build knows no job of that name."
    elif version > kind.job_version:
        reason = f"It is of version {version}, and this build knows version {kind.job_version}."
    else:
        try:
            return _converter.structure(data["fields"], kind)
        except Exception as error:  # noqa: BLE001 - whatever is stored harms this job alone
            reason = f"Its fields cannot be read: {'; '.join(transform_error(error))}."
    return Unreadable(name=name, job_version=version, stored=data, reason=reason)


def _make() -> JsonConverter:
    converter = make_converter()
    converter.register_unstructure_hook(datetime, _write_instant)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(timedelta, timedelta.total_seconds)
    converter.register_structure_hook(timedelta, lambda seconds, _: timedelta(seconds=seconds))
    converter.register_unstructure_hook(bytes, lambda raw: base64.b64encode(raw).decode())
    converter.register_structure_hook(bytes, lambda text, _: base64.b64decode(text))
    converter.register_structure_hook(type(None), lambda _, __: None)
    converter.register_structure_hook_factory(_has_rules, _unchecked)
    converter.register_structure_hook_factory(_is_of_any_length, homogenous_tuple_structure_factory)
    return converter


def _is_of_any_length(kind: Any) -> bool:
    """Whether it is `tuple[X, ...]`: cattrs looks what X is at each value that it reads."""
    return get_origin(kind) is tuple and get_args(kind)[-1:] == (...,)


def _has_rules(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Checked)


def _unchecked(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    """What makes a value of a class without its `__init__`, and so without its rules."""
    fields = [
        (field, getattr(kind, field.name).__set__, converter.get_structure_hook(field.type))
        for field in attrs.fields(attrs.resolve_types(kind))
    ]

    def made(data: Mapping[str, Any], _: Any) -> Any:
        value = kind.__new__(kind)
        for field, put, read in fields:
            known = field.name in data or field.default is attrs.NOTHING
            put(value, read(data[field.name], field.type) if known else _default(field))
        return value

    return made


def _default(field: "attrs.Attribute[Any]") -> Any:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _write_instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_converter: Final = _make()
_encoder: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_converter.unstructure
)
_decoder: Final = json.JSONDecoder()
