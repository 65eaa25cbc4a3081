"""The readable form of a change: plain JSON, for logs, exports and eyes."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.sync.change import Change, Edit, Put, RecordId, Remove, ReplicaId, Seen
from phantom_core.sync.stamps import hybrid_time, logical_of, wall_of

__all__ = ["PlainChange", "change_from_plain", "change_to_plain"]


class PlainChange(TypedDict):
    """A change as JSON.

    Attributes:
        time: wall time in ms, and the logical counter.
        edits: `{record, fields}` each, or `{record}` alone where it is removed.
    """

    replica: str
    counter: int
    author: str
    time: list[int]
    seen: dict[str, int]
    edits: list[dict[str, Any]]


def change_to_plain(change: Change) -> PlainChange:
    """A change as JSON that says all of it."""
    return PlainChange(
        replica=change.replica,
        counter=change.counter,
        author=change.author,
        time=[wall_of(change.time), logical_of(change.time)],
        seen={str(replica): counter for replica, counter in change.seen.items()},
        edits=[_plain_edit(edit) for edit in change.edits],
    )


def _plain_edit(edit: Edit) -> dict[str, Any]:
    if isinstance(edit, Put):
        return {"record": edit.record, "fields": {**edit.fields}}
    return {"record": edit.record}


def change_from_plain(plain: object) -> Change:
    """The change that JSON says. Raises: Invalid, with all that is wrong and where."""
    faults = list(_faults(plain))
    if faults:
        raise Invalid(*faults)
    assert isinstance(plain, Mapping)  # noqa: S101 - what has no faults is one
    return Change(
        replica=ReplicaId(plain["replica"]),
        counter=plain["counter"],
        author=plain["author"],
        time=hybrid_time(*plain["time"]),
        seen=_seen(plain["seen"]),
        edits=tuple(_edit(edit) for edit in plain["edits"]),
    )


def _seen(plain: Mapping[str, int]) -> Seen:
    return {ReplicaId(replica): counter for replica, counter in plain.items()}


def _edit(plain: Mapping[str, Any]) -> Edit:
    record = RecordId(plain["record"])
    return Put(record, plain["fields"]) if "fields" in plain else Remove(record)


def _is_counter(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_time(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_counter, value))  # noqa: PLR2004


def _is_seen(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(map(_is_text, value))
        and all(map(_is_counter, value.values()))
    )


_RULES = {
    "replica": (_is_text, "is the id of a replica"),
    "counter": (lambda value: _is_counter(value) and value > 0, "is a whole number from 1"),
    "author": (_is_text, "is the id of a person"),
    "time": (_is_time, "is [wall time in ms, logical counter]"),
    "seen": (_is_seen, "is a counter for each replica"),
    "edits": (lambda value: isinstance(value, list), "is a list of edits"),
}


def _faults(plain: object) -> Iterator[Fault]:
    if not isinstance(plain, Mapping):
        yield Fault("", "is an object")
        return
    for name, (holds, rule) in _RULES.items():
        if not holds(plain.get(name)):
            yield Fault(name, rule)
    for name in plain.keys() - _RULES.keys():
        yield Fault(str(name), "is no field of a change")
    edits = plain.get("edits")
    if isinstance(edits, list):
        yield from _faults_of_edits(edits)


def _faults_of_edits(edits: list[object]) -> Iterator[Fault]:
    named: set[str] = set()
    for index, edit in enumerate(edits):
        path = f"edits[{index}]"
        if not isinstance(edit, dict) or not _is_text(edit.get("record")):
            yield Fault(path, "names its record")
            continue
        if edit["record"] in named:
            yield Fault(path, "is the only one of its record")
        named.add(edit["record"])
        if "fields" in edit and not (isinstance(edit["fields"], dict) and edit["fields"]):
            yield Fault(f"{path}.fields", "gives at least one field its value")
        if edit.keys() - {"record", "fields"}:
            yield Fault(path, "has a record and fields, no more")
