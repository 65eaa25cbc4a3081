"""Calls for the suites of their ports."""

from datetime import timedelta
from typing import Any, Final

import attrs

from phantom_adapters.contracts.recording_examples import MOMENT
from phantom_core.calls.call import (
    CallId,
    CallKind,
    CallMute,
    CallSession,
    Participant,
    PartyId,
)
from phantom_core.kernel import Id, UserId, uuid7

__all__ = ["call", "call_user", "mute", "participant", "room_of_calls"]

_SECOND: Final = timedelta(seconds=1)


def call_user(number: int) -> UserId:
    """One of many people."""
    return UserId(uuid7(MOMENT, 100 + number))


def room_of_calls(number: int = 1) -> Id:
    """One of many rooms."""
    return uuid7(MOMENT, 200 + number)


def call(number: int, **changes: Any) -> CallSession:
    """One of many calls: of voice, in the first room, that lasts."""
    call_id = CallId(uuid7(MOMENT, 300 + number))
    made = CallSession(
        id=call_id,
        room_id=room_of_calls(),
        kind=CallKind.VOICE,
        webrtc_session_id=call_id,
        started_by=call_user(1),
        started_at=MOMENT,
    )
    return attrs.evolve(made, **changes)


def participant(number: int, *, after: int = 0, of: CallSession | None = None) -> Participant:
    """One of many people in a call, who joined so many seconds after its beginning."""
    return Participant(
        call_id=(of or call(1)).id,
        user_id=call_user(number),
        party=PartyId(uuid7(MOMENT, 400 + number)),
        joined_at=MOMENT + after * _SECOND,
    )


def mute(by: int, whom: int, room: int = 1) -> CallMute:
    """Somebody does not want to hear somebody."""
    return CallMute(
        room_id=room_of_calls(room), user_id=call_user(by), muted_user_id=call_user(whom)
    )
