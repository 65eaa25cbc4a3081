"""A call: people in a room who talk, or see each other, besides the music."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final, NewType

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id

__all__ = [
    "MOST_PARTICIPANTS",
    "OFFER_LIFE",
    "CallId",
    "CallKind",
    "CallLeaveReason",
    "CallMute",
    "CallSession",
    "Negotiation",
    "Participant",
    "PartyId",
]

CallId = NewType("CallId", Id)
"""The id of a call."""

PartyId = NewType("PartyId", Id)
"""The id of one joining of a call: it tells the devices of one person apart."""

MOST_PARTICIPANTS: Final = 32
"""How many people may be in a call at once: each sends to each of the others."""

OFFER_LIFE: Final = timedelta(seconds=60)
"""How long an offer may be answered."""


class CallKind(Enum):
    """What goes over a call."""

    VOICE = "voice"
    VIDEO = "video"


class CallLeaveReason(Enum):
    """Why somebody is no longer in a call."""

    LEFT = "left"
    SWITCHED = "switched"
    GONE = "gone"


@attrs.frozen(kw_only=True)
class CallSession:
    """A call. A room has at most one of each kind at a time.

    Attributes:
        webrtc_session_id: what those name it by who carry its media; where it flows from person to
            person, the call's own id.
        ended_at: when the last one left; `None` while it lasts.
    """

    id: CallId
    room_id: Id
    kind: CallKind
    webrtc_session_id: str
    started_by: UserId
    started_at: datetime
    ended_at: datetime | None = None

    def ended(self, now: datetime) -> "CallSession":
        """The call, when it is over."""
        return attrs.evolve(self, ended_at=now)


@attrs.frozen(kw_only=True)
class Participant:
    """Somebody who is in a call.

    Attributes:
        party: which joining it is; another device of theirs that joins takes the call over.
    """

    call_id: CallId
    user_id: UserId
    party: PartyId
    joined_at: datetime


@attrs.frozen(kw_only=True)
class Negotiation:
    """How far two participants are with agreeing on what flows between them.

    An offer is under way from its sending until its answer, or until it has aged. Where both offer
    at once, the offer of the lesser user id stands, so that both give way alike.

    Attributes:
        lesser: of the two, the one with the lesser id.
        greater: the other.
        offered_by: whose offer is under way; `None` between offers.
        offered_at: since when.
    """

    call_id: CallId
    lesser: UserId
    greater: UserId
    offered_by: UserId | None = None
    offered_at: datetime | None = None

    @classmethod
    def between(cls, call_id: CallId, one: UserId, other: UserId) -> "Negotiation":
        """Nothing agreed yet."""
        lesser, greater = sorted((one, other))
        return cls(call_id=call_id, lesser=lesser, greater=greater)

    def under_way(self, now: datetime) -> UserId | None:
        """Whose offer waits for its answer."""
        if self.offered_at is None or now - self.offered_at >= OFFER_LIFE:
            return None
        return self.offered_by

    def gives_way(self, by: UserId, now: datetime) -> bool:
        """Whether an offer by somebody must give way to the other's, which is under way."""
        return by == self.greater and self.under_way(now) == self.lesser

    def offered(self, by: UserId, now: datetime) -> "Negotiation":
        """An offer is under way; it takes the place of any before."""
        return attrs.evolve(self, offered_by=by, offered_at=now)

    def answered(self) -> "Negotiation":
        """Both have agreed."""
        return attrs.evolve(self, offered_by=None, offered_at=None)


@attrs.frozen(kw_only=True)
class CallMute:
    """Somebody does not want to hear somebody in the calls of a room; nobody else is told."""

    room_id: Id
    user_id: UserId
    muted_user_id: UserId
