"""What the commands of calls need of storage, and of their neighbours."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import attrs

from phantom_core.calls.call import (
    CallId,
    CallKind,
    CallMute,
    CallSession,
    Negotiation,
    Participant,
)
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.people import Person
from phantom_core.kernel.work import Work

__all__ = [
    "Blocks",
    "CallMutes",
    "CallRooms",
    "Calls",
    "CallsWork",
    "Participants",
    "People",
    "RoomStanding",
]


class Calls(Protocol):
    """Calls."""

    def add(self, call: CallSession) -> None:
        """Store a new call. Raises: Conflict, if one of its kind lasts in its room."""

    def find(self, call_id: CallId) -> CallSession | None:
        """A call, over or not; `None` if there is none."""

    def put(self, call: CallSession) -> None:
        """Store a call's new state. Raises: NotFound."""

    def lasting(self, room_id: Id, kind: CallKind) -> CallSession | None:
        """The call of a kind that lasts in a room, if one does."""

    def all_lasting(self, room_id: Id) -> Sequence[CallSession]:
        """All calls that last in a room, by id."""


class Participants(Protocol):
    """Who is in which call, and how far pairs of them are with agreeing."""

    def put(self, participant: Participant) -> None:
        """Store somebody who is in a call, in place of what was known of them."""

    def find(self, call_id: CallId, user_id: UserId) -> Participant | None:
        """Somebody, if they are in a call."""

    def remove(self, call_id: CallId, user_id: UserId) -> None:
        """Somebody leaves, and what they were agreeing on is forgotten."""

    def of(self, call_id: CallId) -> Sequence[Participant]:
        """Who is in a call, who joined first first, then by ascending id."""

    def negotiation(self, call_id: CallId, one: UserId, other: UserId) -> Negotiation:
        """How far two participants are, whichever is named first."""

    def negotiate(self, negotiation: Negotiation) -> None:
        """Store how far two participants are."""


class CallMutes(Protocol):
    """Who does not want to hear whom."""

    def add(self, mute: CallMute) -> bool:
        """Store one, and say whether it is new."""

    def remove(self, mute: CallMute) -> bool:
        """Forget one, and say whether it was there."""

    def of(self, user_id: UserId, limit: int) -> Sequence[CallMute]:
        """What somebody has muted, by room and then by who is muted."""


@attrs.frozen(kw_only=True)
class RoomStanding:
    """What somebody is to a room.

    Attributes:
        present: whether they are in it.
    """

    is_public: bool
    allow_voice_chat: bool
    present: bool


class CallRooms(Protocol):
    """The rooms in which there are calls."""

    def standing(self, room_id: Id, user_id: UserId) -> RoomStanding | None:
        """What somebody is to a room, which is held; `None` if there is none."""


class People(Protocol):
    """Users as others see them."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status."""


class Blocks(Protocol):
    """Who wants nothing to do with whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked, in no order."""


class CallsWork(Work, Protocol):
    """What the commands of calls are given."""

    calls: Calls
    call_participants: Participants
    call_mutes: CallMutes
    call_rooms: CallRooms
    people: People
    blocks: Blocks
