"""What happens in rooms, told to those who are in them; and invites, told to the two concerned.

People are told as they were called then. Each event of a room says what it changes as it stands
after, so that hearing it twice does no harm.
"""

from datetime import datetime
from enum import Enum
from typing import ClassVar, Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Event, Topic, topic
from phantom_core.kernel.people import Person
from phantom_core.rooms.member import LeaveReason
from phantom_core.rooms.names import RoomId, VoteSessionId
from phantom_core.rooms.views import (
    CandidateView,
    InviteView,
    MemberView,
    PlaybackView,
    RoomCard,
    VoteView,
)

__all__ = [
    "EVENTS",
    "InviteAccepted",
    "InviteDeclined",
    "InviteEvent",
    "InviteReceived",
    "InviteRevoked",
    "MemberEvent",
    "MemberJoined",
    "MemberLeft",
    "MemberUpdated",
    "PlaybackChanged",
    "RoomEvent",
    "RoomState",
    "SongChanged",
    "StateReason",
    "VoteEvent",
    "VoteOpened",
    "VoteSettled",
    "VoteTallied",
]


class StateReason(Enum):
    """Why a room is told anew."""

    CREATED = "created"
    CHANGED = "changed"
    HOST = "host"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class RoomEvent(Event):
    """Something that happened in a room.

    Attributes:
        happened_at: when; it may lie before the time at which it was stored.
        version: the room's, from then on.
    """

    room_id: RoomId
    happened_at: datetime
    version: int

    @property
    def topic(self) -> Topic:
        """The room's topic."""
        return topic("room", self.room_id)


@attrs.frozen(kw_only=True)
class RoomState(RoomEvent):
    """A room is made, is over, or is called or looked after otherwise."""

    name: ClassVar[str] = "room.state"
    card: RoomCard
    reason: StateReason


@attrs.frozen(kw_only=True)
class MemberEvent(RoomEvent):
    """Something about who is there.

    Attributes:
        people_present: how many people are there now.
        voting_waived: whether the music is the host's alone now.
    """

    people_present: int
    voting_waived: bool


@attrs.frozen(kw_only=True)
class MemberJoined(MemberEvent):
    """Somebody is there."""

    name: ClassVar[str] = "room.member.joined"
    member: MemberView


@attrs.frozen(kw_only=True)
class MemberLeft(MemberEvent):
    """Somebody is there no longer."""

    name: ClassVar[str] = "room.member.left"
    person: Person
    reason: LeaveReason


@attrs.frozen(kw_only=True)
class MemberUpdated(MemberEvent):
    """Somebody who is there is muted, deafened or has a say otherwise."""

    name: ClassVar[str] = "room.member.updated"
    member: MemberView


@attrs.frozen(kw_only=True)
class SongChanged(RoomEvent):
    """Another song plays, or would: what, and why, its playback says."""

    name: ClassVar[str] = "song.changed"
    playback: PlaybackView

    @property
    def started_at(self) -> datetime:
        """When this playing began."""
        return self.happened_at


@attrs.frozen(kw_only=True)
class PlaybackChanged(RoomEvent):
    """The same song plays on otherwise, or something else follows it."""

    name: ClassVar[str] = "playback.changed"
    playback: PlaybackView


@attrs.frozen(kw_only=True)
class VoteEvent(RoomEvent):
    """A vote, as it stands now."""

    vote: VoteView


@attrs.frozen(kw_only=True)
class VoteOpened(VoteEvent):
    """What comes next can be voted on."""

    name: ClassVar[str] = "vote.opened"


@attrs.frozen(kw_only=True)
class VoteSettled(VoteEvent):
    """A vote is closed; without a winner, it was called off."""

    name: ClassVar[str] = "vote.closed"


@attrs.frozen(kw_only=True)
class VoteTallied(RoomEvent):
    """Votes have come or gone."""

    name: ClassVar[str] = "vote.tally"
    session_id: VoteSessionId
    candidates: tuple[CandidateView, ...]


@attrs.frozen(kw_only=True)
class InviteEvent(Event):
    """Something about an invite, told to one of the two concerned."""

    user_id: UserId
    invite: InviteView

    @property
    def topic(self) -> Topic:
        """That user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class InviteReceived(InviteEvent):
    """Somebody is invited; told to them."""

    name: ClassVar[str] = "invite.received"


@attrs.frozen(kw_only=True)
class InviteRevoked(InviteEvent):
    """An invite was taken back, or its room is over; told to who was invited."""

    name: ClassVar[str] = "invite.revoked"


@attrs.frozen(kw_only=True)
class InviteAccepted(InviteEvent):
    """Who was invited has come; told to both."""

    name: ClassVar[str] = "invite.accepted"


@attrs.frozen(kw_only=True)
class InviteDeclined(InviteEvent):
    """Who was invited will not come; told to both."""

    name: ClassVar[str] = "invite.declined"


EVENTS: Final[tuple[type[Event], ...]] = (
    RoomState,
    MemberJoined,
    MemberLeft,
    MemberUpdated,
    SongChanged,
    PlaybackChanged,
    VoteOpened,
    VoteTallied,
    VoteSettled,
    InviteReceived,
    InviteRevoked,
    InviteAccepted,
    InviteDeclined,
)
"""All of them."""
