"""What a client does with the events of a room, and with what its own topic tells of invites.

As in `tests.socket.reducers`; a room's picture is what `GET /api/rooms/{id}` answers, and the
calls that last.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.socket.calls_reducers import CALL_REDUCERS

__all__ = ["INVITE_REDUCERS", "ROOM_REDUCERS", "reduced_room"]

Picture = dict[str, Any]
Data = dict[str, Any]

_MOST_MEMBERS: Final = 100


def reduced_room(picture: Picture, event: Mapping[str, Any]) -> Picture:
    """A room after an event. Raises: KeyError, for an event that clients do not know."""
    data = event["data"]
    if event["type"] in CALL_REDUCERS:
        return CALL_REDUCERS[event["type"]](picture, data)
    changed = ROOM_REDUCERS[event["type"]](picture, data)
    return {**changed, "version": data["roomVersion"]}


def _room(picture: Picture, data: Data) -> Picture:
    room = data["room"]
    members = [
        {**each, "isHost": each["user"]["id"] == room["hostUserId"]} for each in picture["members"]
    ]
    return {**picture, **room, "members": members}


def _people(picture: Picture, data: Data, members: list[Data]) -> Picture:
    counts = {name: data[name] for name in ("peoplePresent", "votingWaived")}
    return {**picture, **counts, "members": members}


def _joined(picture: Picture, data: Data) -> Picture:
    members = [*picture["members"], data["member"]]
    members.sort(key=lambda each: (each["joinedAt"], each["user"]["id"]))
    return _people(picture, data, members[:_MOST_MEMBERS])


def _left(picture: Picture, data: Data) -> Picture:
    gone = data["user"]["id"]
    return _people(
        picture, data, [each for each in picture["members"] if each["user"]["id"] != gone]
    )


def _updated(picture: Picture, data: Data) -> Picture:
    new = data["member"]
    members = [
        new if each["user"]["id"] == new["user"]["id"] else each for each in picture["members"]
    ]
    return _people(picture, data, members)


def _playback(picture: Picture, data: Data) -> Picture:
    playback = data["playback"]
    return {**picture, "playback": playback, "currentSongId": playback["song"]["id"]}


def _vote(picture: Picture, data: Data) -> Picture:
    vote = {name: value for name, value in data.items() if name != "roomVersion"}
    return {**picture, "playback": {**picture["playback"], "voteSession": vote}}


def _tally(picture: Picture, data: Data) -> Picture:
    vote = picture["playback"]["voteSession"]
    assert vote["id"] == data["voteSessionId"]
    return _vote(picture, {**vote, "candidates": data["candidates"]})


def _invites(picture: Picture, items: list[str]) -> Picture:
    return {**picture, "invites": {**picture["invites"], "items": items}}


def _invited(picture: Picture, data: Data) -> Picture:
    items = [data["invite"]["id"], *picture["invites"]["items"]]
    return _invites(picture, sorted(items, reverse=True))


def _answered(picture: Picture, data: Data) -> Picture:
    answered = data["invite"]["id"]
    return _invites(picture, [each for each in picture["invites"]["items"] if each != answered])


ROOM_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "room.state": _room,
    "room.member.joined": _joined,
    "room.member.left": _left,
    "room.member.updated": _updated,
    "song.changed": _playback,
    "playback.changed": _playback,
    "vote.opened": _vote,
    "vote.tally": _tally,
    "vote.closed": _vote,
}
"""What each event of a room does to its picture."""

INVITE_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "invite.received": _invited,
    "invite.revoked": _answered,
    "invite.accepted": _answered,
    "invite.declined": _answered,
}
"""What each event about an invite does to the picture of one's own topic."""
