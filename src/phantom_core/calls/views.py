"""Calls as people in the room see them."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from phantom_core.calls.call import CallId, CallKind, PartyId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.people import Person

__all__ = ["CallView", "Joining", "ParticipantView"]


@attrs.frozen(kw_only=True)
class ParticipantView:
    """Somebody who is in a call."""

    person: Person
    party: PartyId
    joined_at: datetime


@attrs.frozen(kw_only=True)
class CallView:
    """A call that lasts, and who is in it, who came first first."""

    id: CallId
    room_id: Id
    kind: CallKind
    webrtc_session_id: str
    started_by: Person
    started_at: datetime
    participants: Sequence[ParticipantView] = ()


@attrs.frozen(kw_only=True)
class Joining:
    """What somebody is told who joins a call.

    Attributes:
        party: what this joining is named by.
        new: whether they have just begun the call.
    """

    call: CallView
    party: PartyId
    new: bool
