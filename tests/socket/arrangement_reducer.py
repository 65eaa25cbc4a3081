"""What a client makes of a project's arrangement and the events that carry it on."""

from typing import Any, Final

from phantom_core.studio import Kind, arrangement_events
from phantom_core.studio.arrangement.fields import FIELDS

__all__ = ["ARRANGEMENT_EVENTS", "reduce_arrangement"]

ARRANGEMENT_EVENTS: Final = frozenset(event.name for event in arrangement_events.EVENTS)
"""The names of the events that it applies."""

_SERVER = "server"


def reduce_arrangement(state: dict[str, Any], event: dict[str, Any]) -> None:
    """Apply an event to `arrangement`: what a conflict's winner says stands over what came last."""
    kind, data = event["type"], event["data"]
    if kind in {"conflict.detected", "conflict.resolved"}:
        _conflict(state, data["conflict"])
    if "replicaId" in data and "counter" in data:
        state["vector"][data["replicaId"]] = data["counter"]
    if kind == "project.update":
        state["project"].update(data.get("fields", {}))
    elif kind.startswith(("stem.", "segment.")):
        _entity(state, event)


def _conflict(state: dict[str, Any], conflict: dict[str, Any]) -> None:
    others = [each for each in state["conflicts"] if each["id"] != conflict["id"]]
    state["conflicts"] = others if "resolvedAt" in conflict else [conflict, *others]
    if "field" in conflict and "resolvedAt" not in conflict and "noteId" not in conflict:
        known = [state["project"], *state["stems"], *state["segments"]]
        for entity in known:
            if entity.get("id") == conflict["entityId"]:
                entity[conflict["field"]] = conflict["winner"]["value"]


def _entity(state: dict[str, Any], event: dict[str, Any]) -> None:
    data = event["data"]
    found = state[f"{data['entity']}s"]
    if data["op"] == "delete":
        state[f"{data['entity']}s"] = [each for each in found if each["id"] != data["entityId"]]
        if data["entity"] == "stem":
            state["segments"] = [
                each for each in state["segments"] if each["stemId"] != data["entityId"]
            ]
        return
    if data["op"] == "create":
        found.append({"id": data["entityId"], "createdAt": event["at"], **_new(event, data)})
    (entity,) = (each for each in found if each["id"] == data["entityId"])
    fields = {name: value for name, value in data.get("fields", {}).items() if value is not None}
    entity.update(fields)
    for name, value in data.get("fields", {}).items():
        if value is None:
            entity.pop(name, None)
    entity.update(version=data["version"], updatedAt=event["at"])
    if data["authorId"] != _SERVER:
        entity["lastModifiedBy"] = data["authorId"]
    _notes(entity, data.get("noteOps", []))
    _sort(state)


def _new(event: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    if data["entity"] == "stem":
        return {"projectId": event["topic"].partition(":")[2]}
    return {"notes": []}


def _notes(segment: dict[str, Any], operations: list[dict[str, Any]]) -> None:
    for operation in operations:
        fields = {name: value for name, value in operation.items() if name in FIELDS[Kind.NOTE]}
        known = [each for each in segment["notes"] if each["id"] == operation["noteId"]]
        segment["notes"] = [each for each in segment["notes"] if each not in known]
        if operation["op"] != "delete":
            before = known[0] if known else {"id": operation["noteId"]}
            segment["notes"].append({**before, **fields})
    if operations:
        segment["notes"].sort(key=lambda note: (note["start"], note["pitch"], note["id"]))


def _sort(state: dict[str, Any]) -> None:
    state["stems"].sort(key=lambda stem: (stem["order"], stem["id"]))
    places = {stem["id"]: place for place, stem in enumerate(state["stems"])}
    state["segments"].sort(key=lambda each: (places[each["stemId"]], each["startMs"], each["id"]))
