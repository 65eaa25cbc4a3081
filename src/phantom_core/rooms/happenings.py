"""What happens in a room, by itself or because somebody wants it: the steps of its course.

Each has the time at which it happened, which may lie before the time at which somebody looked.
"""

from datetime import datetime

import attrs

from phantom_core.rooms.member import LeaveReason, RoomMember
from phantom_core.rooms.playback import Entry
from phantom_core.rooms.room import Room
from phantom_core.rooms.vote import Tally, VoteSession

__all__ = [
    "Arrived",
    "Departed",
    "Happening",
    "HostPassed",
    "MemberChanged",
    "MemberHappening",
    "MusicHappening",
    "PlaybackTurned",
    "RoomChanged",
    "RoomEnded",
    "RoomHappening",
    "RoomMade",
    "SongTurned",
    "TallyTold",
    "VoteEnded",
    "VoteHappening",
    "VoteHeld",
]


@attrs.frozen(kw_only=True)
class Happening:
    """The base of them.

    Attributes:
        room: as it stands after this; each happening is one version of it.
    """

    at: datetime
    room: Room


@attrs.frozen(kw_only=True)
class RoomHappening(Happening):
    """Something about the room itself, or about who is in it.

    Attributes:
        waived: whether the music is the host's alone after this.
    """

    waived: bool


@attrs.frozen(kw_only=True)
class RoomMade(RoomHappening):
    """The room is new."""


@attrs.frozen(kw_only=True)
class RoomChanged(RoomHappening):
    """The room is called otherwise, or another playlist is played."""


@attrs.frozen(kw_only=True)
class HostPassed(RoomHappening):
    """Somebody else is the host."""


@attrs.frozen(kw_only=True)
class RoomEnded(RoomHappening):
    """The room is over, and nobody is in it any more."""


@attrs.frozen(kw_only=True)
class MemberHappening(RoomHappening):
    """Something about somebody who is in the room, or was."""

    member: RoomMember


@attrs.frozen(kw_only=True)
class Arrived(MemberHappening):
    """Somebody has come in."""


@attrs.frozen(kw_only=True)
class Departed(MemberHappening):
    """Somebody is no longer in the room."""

    reason: LeaveReason


@attrs.frozen(kw_only=True)
class MemberChanged(MemberHappening):
    """Somebody has waived their votes, or takes them back."""


@attrs.frozen(kw_only=True)
class MusicHappening(Happening):
    """Something about what is played.

    Attributes:
        tally: how the vote of the current playing stands, if it has one.
    """

    tally: Tally


@attrs.frozen(kw_only=True)
class PlaybackTurned(MusicHappening):
    """The same song plays on otherwise: it was paused, sought, or nobody hears it any more."""


@attrs.frozen(kw_only=True)
class SongTurned(MusicHappening):
    """Another playing has begun.

    Attributes:
        heard: the playing before it, if it was ever heard.
    """

    heard: Entry | None = None


@attrs.frozen(kw_only=True)
class VoteHappening(Happening):
    """Something about the vote of the current playing.

    Attributes:
        tally: how it stands.
    """

    vote: VoteSession
    tally: Tally


@attrs.frozen(kw_only=True)
class VoteHeld(VoteHappening):
    """A vote is open."""


@attrs.frozen(kw_only=True)
class TallyTold(VoteHappening):
    """The votes have changed."""


@attrs.frozen(kw_only=True)
class VoteEnded(VoteHappening):
    """The vote is closed; without a winner, it was called off."""
