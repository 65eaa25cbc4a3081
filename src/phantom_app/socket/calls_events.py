"""What is told of calls."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.calls.payloads import (
    CallPayload,
    ParticipantPayload,
    call_of,
    participant_of,
)
from phantom_app.http.identity.payloads import PersonPayload
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.calls_frames import CandidatePayload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.calls import CallLeaveReason, CallView, ParticipantView
from phantom_core.calls import events as calls
from phantom_core.kernel import Event

__all__ = [
    "EVENTS",
    "RESOURCES",
    "SIGNALS",
    "CallData",
    "CallEndedData",
    "CallJoinedData",
    "CallLeftData",
    "CallMuteData",
    "CandidatesSignal",
    "DescriptionSignal",
]


class CallData(EventPayload):
    """The call, as it begins, with the one in it who began it."""

    call: CallPayload


class CallJoinedData(EventPayload):
    """Somebody has joined; with another `party` than before, on another device."""

    call_id: IdText
    participant: ParticipantPayload


class CallLeftData(EventPayload):
    """Somebody has left: by themself, for a call of the other kind, or with the room."""

    call_id: IdText
    person: PersonPayload
    reason: CallLeaveReason


class CallEndedData(EventPayload):
    """The call is over; nobody is in it any more."""

    call_id: IdText


class CallMuteData(EventPayload):
    """One wants to hear somebody no longer in the calls of a room, or wants to again."""

    room_id: IdText
    muted_user_id: IdText
    muted: bool


class DescriptionSignal(EventPayload):
    """What another participant offers, or answers: a session description.

    It comes in one's own topic, `by` that participant. `party` is the joining that speaks.
    """

    call_id: IdText
    party: IdText
    sdp: str


class CandidatesSignal(EventPayload):
    """Ways to another participant; `null` among them says that there will be no more."""

    call_id: IdText
    party: IdText
    candidates: list[CandidatePayload | None]


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    calls.CallStarted: CallData,
    calls.CallJoined: CallJoinedData,
    calls.CallLeft: CallLeftData,
    calls.CallEnded: CallEndedData,
    calls.CallMuteSet: CallMuteData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    CallView: call_of,
    ParticipantView: participant_of,
}
"""How what events hold is told."""

SIGNALS: Final[Mapping[str, type[EventPayload]]] = {
    "call.offer": DescriptionSignal,
    "call.answer": DescriptionSignal,
    "call.ice": CandidatesSignal,
}
"""What is told of each signal."""
