"""Changes of projects, as events of a project's topic tell them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from phantom_core.sync import (
    OWNER,
    Change,
    Edit,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    Value,
    hybrid_time,
)

__all__ = ["change_told"]

_KIND: Final = "kind"
_STEM: Final = "stemId"
_MADE: Final = {"create", "restore"}


def change_told(data: Mapping[str, Any], project_id: str) -> Change | None:
    """The change that an event's data tells; `None`, if it tells none."""
    if not data.keys() >= {"replicaId", "counter", "hlc", "authorId", "seen"}:
        return None
    wall_ms, logical, _ = data["hlc"]
    return Change(
        replica=ReplicaId(data["replicaId"]),
        counter=data["counter"],
        author=data["authorId"],
        time=hybrid_time(wall_ms, logical),
        seen=data["seen"],
        edits=tuple(_edits(data, project_id)) if "entity" in data else (),
    )


def _edits(data: Mapping[str, Any], project_id: str) -> Iterator[Edit]:
    record = RecordId(data["entityId"])
    if data["op"] == "delete":
        yield Remove(record)
        return
    fields = dict(_own_fields(data, project_id))
    if fields:
        yield Put(record, fields)
    for note in data.get("noteOps") or ():
        yield _note_edit(note, record)


def _own_fields(data: Mapping[str, Any], project_id: str) -> Iterator[tuple[str, Value]]:
    if data["op"] == "create":
        yield _KIND, data["entity"]
    if data["op"] in _MADE and data["entity"] == "stem":
        yield OWNER, project_id
    for name, value in (data.get("fields") or {}).items():
        yield OWNER if name == _STEM else name, value


def _note_edit(note: Mapping[str, Any], segment: RecordId) -> Edit:
    record = RecordId(note["noteId"])
    fields: dict[str, Value] = {
        name: value for name, value in note.items() if name not in {"op", "noteId"}
    }
    match note["op"]:
        case "delete":
            return Remove(record)
        case "add":
            return Put(record, {_KIND: "note", OWNER: segment, **fields})
        case "restore":
            return Put(record, {OWNER: segment})
        case _:
            return Put(record, fields)
