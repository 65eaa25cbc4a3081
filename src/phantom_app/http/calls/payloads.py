"""Calls as the wire has them."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.calls import CallKind, CallView, IceServer, Joining, ParticipantView

__all__ = [
    "CallPayload",
    "IceServerPayload",
    "JoiningPayload",
    "ParticipantPayload",
    "call_of",
    "joining_of",
    "participant_of",
]


class ParticipantPayload(Payload):
    """Somebody who is in a call."""

    user: PersonPayload
    party: Annotated[
        str,
        msgspec.Meta(description="Which joining it is: it tells one person's devices apart."),
    ]
    joined_at: InstantText


class CallPayload(Payload):
    """A call that lasts."""

    id: IdText
    room_id: IdText
    kind: CallKind
    webrtc_session_id: str
    started_by: PersonPayload
    started_at: InstantText
    participants: list[ParticipantPayload]


class IceServerPayload(Payload):
    """An entry of `RTCConfiguration.iceServers`, as a browser takes it."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class JoiningPayload(Payload):
    """A call that one has joined; `party` names this joining."""

    call: CallPayload
    party: IdText
    ice_servers: list[IceServerPayload]


def participant_of(participant: ParticipantView) -> ParticipantPayload:
    """Somebody who is in a call."""
    return ParticipantPayload(
        user=person_of(participant.person),
        party=participant.party,
        joined_at=instant(participant.joined_at),
    )


def call_of(call: CallView) -> CallPayload:
    """A call."""
    return CallPayload(
        id=call.id,
        room_id=call.room_id,
        kind=call.kind,
        webrtc_session_id=call.webrtc_session_id,
        started_by=person_of(call.started_by),
        started_at=instant(call.started_at),
        participants=[participant_of(each) for each in call.participants],
    )


def joining_of(joining: Joining, servers: Sequence[IceServer]) -> JoiningPayload:
    """What somebody is told who joins."""
    return JoiningPayload(
        call=call_of(joining.call),
        party=joining.party,
        ice_servers=[
            IceServerPayload(urls=[*each.urls], username=each.username, credential=each.credential)
            for each in servers
        ],
    )
