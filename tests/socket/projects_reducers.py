"""What a client does with the events of a project, and with what its own topic tells of invites.

As in `tests.socket.reducers`; a project's picture is the state of its topic.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any, Final

from tests.socket.arrangement_reducer import ARRANGEMENT_EVENTS, reduce_arrangement

__all__ = ["PROJECT_INVITE_REDUCERS", "PROJECT_REDUCERS", "reduced_project", "unticking"]

Picture = dict[str, Any]
Data = dict[str, Any]


def reduced_project(picture: Picture, event: Mapping[str, Any]) -> Picture:
    """A project after an event. Raises: KeyError, for an event that clients do not know."""
    if event["type"] in ARRANGEMENT_EVENTS:
        arrangement = deepcopy(picture["arrangement"])
        reduce_arrangement(arrangement, dict(event))
        return {**picture, "arrangement": arrangement}
    return PROJECT_REDUCERS[event["type"]](picture, event["data"])


def unticking(picture: Picture) -> Picture:
    """A project in which the music is told by where it stood when it was last changed."""
    playback = dict(picture["playback"])
    told_at = datetime.fromisoformat(playback.pop("serverTime"))
    if playback["isPlaying"]:
        moved = told_at - datetime.fromisoformat(playback["changedAt"])
        playback["positionMs"] -= moved // timedelta(milliseconds=1)
    return {**picture, "playback": playback}


def _same(picture: Picture, _: Data) -> Picture:
    return picture


def _project(picture: Picture, data: Data) -> Picture:
    project = data["project"]
    playback = {**picture["playback"], "tempo": project["tempo"]}
    return {**picture, "project": project, "playback": playback}


def _collaborator(picture: Picture, data: Data) -> Picture:
    new = data["collaborator"]
    others = [each for each in picture["collaborators"] if each["user"]["id"] != new["user"]["id"]]
    everybody = sorted([*others, new], key=lambda each: (each["invitedAt"], each["user"]["id"]))
    return {**picture, "collaborators": everybody}


def _removed(picture: Picture, data: Data) -> Picture:
    gone = data["user"]["id"]
    rest = [each for each in picture["collaborators"] if each["user"]["id"] != gone]
    return {**picture, "collaborators": rest}


def _synced(picture: Picture, data: Data) -> Picture:
    told = {name: value for name, value in data.items() if name != "action"}
    playback = {**picture["playback"], **told, "serverTime": data["changedAt"]}
    return {**picture, "playback": playback}


def _invites(picture: Picture, items: list[str]) -> Picture:
    return {**picture, "projectInvites": {**picture["projectInvites"], "items": items}}


def _invited(picture: Picture, data: Data) -> Picture:
    items, project = picture["projectInvites"]["items"], data["invite"]["projectId"]
    return picture if project in items else _invites(picture, [project, *items])


def _answered(picture: Picture, data: Data) -> Picture:
    if data["invite"]["invitedUser"]["id"] != picture["user"]["id"]:
        return picture
    answered, items = data["invite"]["projectId"], picture["projectInvites"]["items"]
    return _invites(picture, [each for each in items if each != answered])


PROJECT_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "project.state": _project,
    "project.hidden": _same,
    "collaborator.updated": _collaborator,
    "collaborator.removed": _removed,
    "playback.sync": _synced,
}
"""What each event of a project does to its picture."""

PROJECT_INVITE_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "project.invite.received": _invited,
    "project.invite.revoked": _answered,
    "project.invite.accepted": _answered,
    "project.invite.declined": _answered,
}
"""What each event about an invite does to the picture of one's own topic."""
