"""What happens in a room, by itself or because somebody wants it: the steps of its course.

Each has the time at which it happened, which may lie before the time at which somebody looked.
"""

from datetime import datetime

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.member import LeaveReason, RoomMember
from phantom_core.rooms.playback import Entry, Playback
from phantom_core.rooms.vote import Tally, VoteSession

__all__ = [
    "Departed",
    "Happening",
    "HostPassed",
    "PlaybackTurned",
    "RoomEnded",
    "SongTurned",
    "TallyTold",
    "VoteEnded",
    "VoteHeld",
]


@attrs.frozen(kw_only=True)
class Happening:
    """The base of them."""

    at: datetime


@attrs.frozen(kw_only=True)
class Departed(Happening):
    """Somebody is no longer in the room."""

    member: RoomMember
    reason: LeaveReason


@attrs.frozen(kw_only=True)
class HostPassed(Happening):
    """Somebody else is the host."""

    host_user_id: UserId


@attrs.frozen(kw_only=True)
class RoomEnded(Happening):
    """A private room is over."""


@attrs.frozen(kw_only=True)
class PlaybackTurned(Happening):
    """The same song plays on otherwise: it was paused, sought, or nobody hears it any more."""

    playback: Playback


@attrs.frozen(kw_only=True)
class SongTurned(Happening):
    """Another playing has begun.

    Attributes:
        heard: the playing before it, if it was ever heard.
    """

    playback: Playback
    heard: Entry | None


@attrs.frozen(kw_only=True)
class VoteHeld(Happening):
    """A vote is open."""

    session: VoteSession


@attrs.frozen(kw_only=True)
class TallyTold(Happening):
    """How a vote stands."""

    session: VoteSession
    tally: Tally


@attrs.frozen(kw_only=True)
class VoteEnded(Happening):
    """A vote is closed; without a winner, it was called off."""

    session: VoteSession
    tally: Tally
