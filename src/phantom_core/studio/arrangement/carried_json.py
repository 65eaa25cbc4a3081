"""The JSON form of arrangements on their way, `project.json`: written, and read from strangers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from phantom_core.kernel import Fault, Invalid, is_id
from phantom_core.studio.arrangement.carrying import Carried, CarriedEntity
from phantom_core.studio.arrangement.fields import FIELDS, Kind, faults_in

__all__ = ["FORMAT", "MOST_ENTITIES", "MOST_NOTES", "read_carried", "write_carried"]

FORMAT: Final = "phantom-project"
"""What such a file says that it is; its version is 1."""

MOST_ENTITIES: Final = 10_000
"""How many stems and segments may arrive together."""

MOST_NOTES: Final = 500_000
"""How many notes may arrive together."""

_VERSION: Final = 1
_MOST_FAULTS: Final = 100
_STEM, _NOTES, _ID = "stemId", "notes", "id"


def write_carried(arrangement: Carried, files: Mapping[str, str | None]) -> bytes:
    """Write an arrangement.

    Args:
        arrangement: all that stands.
        files: of each recording, the file beside this one; `None`, if it is left out.
    """
    told = {
        "format": FORMAT,
        "version": _VERSION,
        "project": arrangement.fields,
        "stems": [{_ID: each.id, **each.fields} for each in arrangement.stems],
        "segments": [
            {
                _ID: each.id,
                _STEM: each.owner,
                **each.fields,
                _NOTES: [{_ID: note, **fields} for note, fields in sorted(each.notes.items())],
            }
            for each in arrangement.segments
        ],
        "audio": [{"audioFileId": each, "file": file} for each, file in sorted(files.items())],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def read_carried(data: bytes) -> tuple[Carried, Mapping[str, str]]:
    """Read an arrangement, and which file has which recording.

    Raises: Invalid, with the path of everything that is wrong, up to a hundred faults.
    """
    reading = _Reading(_parsed(data))
    found = reading.read()
    if reading.faults or found is None:
        more = [Fault("...", "and more")] if len(reading.faults) > _MOST_FAULTS else []
        raise Invalid(*reading.faults[:_MOST_FAULTS], *more)
    return found, reading.files


def _parsed(data: bytes) -> Any:
    try:
        value = json.loads(data.decode(), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = "is nested too deep" if isinstance(error, RecursionError) else "must be JSON"
        raise Invalid(Fault("", reason)) from error
    return value


def _no_constant(name: str) -> None:
    message = f"{name} is no JSON"
    raise ValueError(message)


@attrs.define
class _Reading:
    """Reads one file, and collects what is wrong with it."""

    value: Any
    faults: list[Fault] = attrs.field(factory=list)
    files: dict[str, str] = attrs.field(factory=dict)
    _ids: set[str] = attrs.field(factory=set)

    def read(self) -> Carried | None:
        """The arrangement; `None`, or of no use, if there are faults."""
        top = self._object(self.value, "")
        if top.get("format") != FORMAT or top.get("version") != _VERSION:
            self._fault("format", f"must be `{FORMAT}`, of version {_VERSION}")
            return None
        stems, segments = self._list(top, "stems"), self._list(top, "segments")
        if len(stems) + len(segments) > MOST_ENTITIES:
            self._fault("segments", f"must be at most {MOST_ENTITIES}, stems included")
            return None
        if sum(len(each[_NOTES]) for each in segments if _has_notes(each)) > MOST_NOTES:
            self._fault("segments", f"must have at most {MOST_NOTES} notes")
            return None
        project = self._object(top.get("project"), "project")
        fields = self._fields(Kind.PROJECT, project, "project")
        found = Carried(
            fields=fields,
            stems=[self._stem(each, f"stems[{at}]") for at, each in enumerate(stems)],
            segments=[self._segment(each, f"segments[{at}]") for at, each in enumerate(segments)],
        )
        self._relations(found)
        for at, each in enumerate(self._list(top, "audio")):
            self._audio(self._object(each, f"audio[{at}]"), f"audio[{at}]")
        return found

    def _stem(self, value: Any, path: str) -> CarriedEntity:
        given = dict(self._object(value, path))
        name = self._id(given, path)
        return CarriedEntity(id=name, fields=self._fields(Kind.STEM, given, path))

    def _segment(self, value: Any, path: str) -> CarriedEntity:
        given = dict(self._object(value, path))
        name, owner = self._id(given, path), given.pop(_STEM, None)
        notes = dict(self._notes(self._list(given, _NOTES, path), f"{path}.{_NOTES}"))
        given.pop(_NOTES, None)
        fields = self._fields(Kind.SEGMENT, given, path)
        return CarriedEntity(id=name, owner=str(owner), fields=fields, notes=notes)

    def _notes(self, values: list[Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for at, value in enumerate(values):
            given = dict(self._object(value, f"{path}[{at}]"))
            name = self._id(given, f"{path}[{at}]")
            yield name, self._fields(Kind.NOTE, given, f"{path}[{at}]")

    def _relations(self, found: Carried) -> None:
        stems = {each.id: each for each in found.stems}
        for at, stem in enumerate(found.stems):
            group = stem.fields.get("group")
            if group is None:
                continue
            holder = stems.get(group) if isinstance(group, str) else None
            if holder is None or holder is stem or holder.fields.get("group") is not None:
                self._fault(f"stems[{at}].group", "must be another stem that is in no group")
        for at, segment in enumerate(found.segments):
            if segment.owner not in stems:
                self._fault(f"segments[{at}].{_STEM}", "must be one of the stems")

    def _audio(self, given: Mapping[str, Any], path: str) -> None:
        name, file = given.get("audioFileId"), given.get("file")
        if not (isinstance(name, str) and is_id(name)):
            self._fault(f"{path}.audioFileId", "must be an id")
        elif isinstance(file, str):
            self.files[name] = file
        elif file is not None:
            self._fault(f"{path}.file", "must be the name of a file, or null")

    # --- parts

    def _fields(self, kind: Kind, given: Mapping[str, Any], path: str) -> Mapping[str, Any]:
        for inside, message in faults_in(kind, given, creating=True):
            self._fault(f"{path}.{inside}", message)
        defaults = {name: field.default for name, field in FIELDS[kind].items()}
        known = {name: value for name, value in given.items() if name in defaults}
        if len(known) < len(given) and not self.faults:
            self._fault(path, "has fields that are not known here")
        return {**defaults, **known}

    def _id(self, given: dict[str, Any], path: str) -> str:
        name = given.pop(_ID, None)
        if not (isinstance(name, str) and is_id(name)):
            self._fault(f"{path}.{_ID}", "must be an id")
        elif name in self._ids:
            self._fault(f"{path}.{_ID}", "is that of something else, too")
        else:
            self._ids.add(name)
        return str(name)

    def _object(self, value: Any, path: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self._fault(path, "must be an object")
        return {}

    def _list(self, given: Mapping[str, Any], name: str, path: str = "") -> list[Any]:
        value = given.get(name)
        if isinstance(value, list):
            return value
        self._fault(f"{path}.{name}".removeprefix("."), "must be a list")
        return []

    def _fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))


def _has_notes(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get(_NOTES), list)
