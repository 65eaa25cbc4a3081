"""Values as JSON and back: what databases and queues keep of events, jobs and answers.

Ids are text, instants RFC 3339 with milliseconds, enumerations their values, sequences come back
as tuples. A field that is no longer known is passed over, and one that is missing takes its
default, so that what was written by an older version can be read.
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from cattrs.preconf.json import JsonConverter, make_converter

from phantom_core.kernel import Command, Deferred, Event, Task
from phantom_core.registry import Registry

__all__ = [
    "dumps",
    "load",
    "load_deferred",
    "load_event",
    "loads",
    "named",
]


def dumps(value: Any, kind: Any = None) -> str:
    """Write a value as JSON text; `kind` is its declared type, if not its own.

    Raises: ValueError, for a number that is none.
    """
    return _encoder.encode(value if kind is None else _converter.unstructure(value, kind))


def loads(text: str, kind: Any) -> Any:
    """Read JSON text as a value of a type; `Any` for what JSON itself can say."""
    return load(_decoder.raw_decode(text)[0], kind)


def load(data: Any, kind: Any) -> Any:
    """Make what JSON text said a value of a type."""
    return data if kind is Any else _converter.structure(data, kind)


def load_event(name: str, data: Any, registry: Registry) -> Event:
    """Read an event back by its name. Raises: KeyError, for a name that nobody knows."""
    return _converter.structure(data, registry.events[name])


def named(deferred: Deferred, registry: Registry) -> Mapping[str, Any]:
    """Deferred work with its name, to be written as JSON. Raises: TypeError, if it is unlisted."""
    known = registry.known_deferred(deferred)
    if isinstance(known, Task):
        return {"task": known.name, "fields": known}
    return {"command": type(known).__name__, "fields": known}


def load_deferred(data: Mapping[str, Any], registry: Registry) -> Deferred:
    """Read deferred work back. Raises: KeyError, for a name that nobody knows."""
    kind: type[Command[Any] | Task] = (
        registry.tasks[data["task"]] if "task" in data else registry.commands[data["command"]]
    )
    return _converter.structure(data["fields"], kind)


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
    return converter


def _write_instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_converter: Final = _make()
_encoder: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_converter.unstructure
)
_decoder: Final = json.JSONDecoder()
