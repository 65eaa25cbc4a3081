"""What a client does with what is told of calls, in the topic of a room and in its own.

As in `tests.socket.reducers`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["CALL_REDUCERS", "MUTE_REDUCERS"]

Picture = dict[str, Any]
Data = dict[str, Any]


def _muted(picture: Picture, data: Data) -> Picture:
    mute = {"roomId": data["roomId"], "mutedUserId": data["mutedUserId"]}
    rest = [each for each in picture["callMutes"] if each != mute]
    mutes = [*rest, mute] if data["muted"] else rest
    return {
        **picture,
        "callMutes": sorted(mutes, key=lambda each: (each["roomId"], each["mutedUserId"])),
    }


def _started(picture: Picture, data: Data) -> Picture:
    calls = sorted([*picture["calls"], data["call"]], key=lambda call: call["id"])
    return {**picture, "calls": calls}


def _ended(picture: Picture, data: Data) -> Picture:
    calls = [call for call in picture["calls"] if call["id"] != data["callId"]]
    return {**picture, "calls": calls}


def _people(picture: Picture, call_id: str, change: Callable[[list[Data]], list[Data]]) -> Picture:
    calls = [
        {**call, "participants": change(call["participants"])} if call["id"] == call_id else call
        for call in picture["calls"]
    ]
    return {**picture, "calls": calls}


def _joined(picture: Picture, data: Data) -> Picture:
    new = data["participant"]

    def change(people: list[Data]) -> list[Data]:
        others = [each for each in people if each["user"]["id"] != new["user"]["id"]]
        return sorted([*others, new], key=lambda each: (each["joinedAt"], each["user"]["id"]))

    return _people(picture, data["callId"], change)


def _left(picture: Picture, data: Data) -> Picture:
    gone = data["person"]["id"]
    return _people(
        picture, data["callId"], lambda people: [p for p in people if p["user"]["id"] != gone]
    )


CALL_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "call.started": _started,
    "call.joined": _joined,
    "call.left": _left,
    "call.ended": _ended,
}
"""What each event of a call does to the picture of its room."""

MUTE_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {"call.mute": _muted}
"""What a mute does to the picture of one's own topic."""
