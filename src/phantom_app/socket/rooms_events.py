"""What is told of what happens in rooms."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from phantom_app.http.identity.payloads import PersonPayload
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber
from phantom_app.http.rooms.payloads import (
    RoomCardPayload,
    RoomInvitePayload,
    RoomMemberPayload,
    invite_of,
    member_of,
    room_card_of,
)
from phantom_app.http.rooms.playback_payloads import (
    CandidatePayload,
    PlaybackPayload,
    RoomSongPayload,
    candidate_of,
    playback_of,
    room_song_of,
)
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event, StoredEvent
from phantom_core.rooms import (
    CandidateView,
    InviteView,
    LeaveReason,
    MemberView,
    PlaybackView,
    Reason,
    RoomCard,
    RoomSong,
)
from phantom_core.rooms import events as rooms
from phantom_core.rooms.events import StateReason

__all__ = [
    "EVENTS",
    "RESOURCES",
    "InviteData",
    "MemberData",
    "MemberLeftData",
    "PlaybackData",
    "RoomData",
    "RoomStateData",
    "SongData",
    "TallyData",
    "VoteData",
    "is_nobodys",
]


class RoomData(EventPayload):
    """Something about a room, which has this version from then on."""

    version: VersionNumber = msgspec.field(name="roomVersion")


class RoomStateData(RoomData):
    """The room, as it is now."""

    room: RoomCardPayload
    reason: StateReason

    @classmethod
    def facts(cls, event: rooms.RoomState) -> Mapping[str, Any]:
        """The card is the room."""
        return {"version": event.version, "room": event.card, "reason": event.reason}


class _PresenceData(RoomData):
    """How many people are in the room now, and whether all others leave the music to the host."""

    people_present: int
    voting_waived: bool


class MemberData(_PresenceData):
    """Somebody who is in the room, as they are now."""

    member: RoomMemberPayload


class MemberLeftData(_PresenceData):
    """Who is in the room no longer, and why."""

    user: PersonPayload
    reason: LeaveReason

    @classmethod
    def facts(cls, event: rooms.MemberLeft) -> Mapping[str, Any]:
        """The person is the user."""
        return {
            "version": event.version,
            "people_present": event.people_present,
            "voting_waived": event.voting_waived,
            "user": event.person,
            "reason": event.reason,
        }


class PlaybackData(RoomData):
    """Where the music stands."""

    playback: PlaybackPayload


class SongData(PlaybackData):
    """What plays now, or would; since when, and why."""

    song: RoomSongPayload | None = None
    started_at: InstantText
    entry_id: IdText | None = None
    reason: Reason | None = None

    @classmethod
    def facts(cls, event: rooms.SongChanged) -> Mapping[str, Any]:
        """What is asked for most stands beside the whole playback."""
        playback = event.playback
        return {
            "version": event.version,
            "playback": playback,
            "song": playback.song,
            "started_at": event.happened_at,
            "entry_id": playback.entry_id,
            "reason": playback.reason,
        }


class VoteData(RoomData):
    """A vote on what comes next, as it stands now.

    Once it is closed it has its seed, and its winner, unless it was called off.
    """

    id: IdText
    entry_id: IdText
    song_id: IdText
    candidates: list[CandidatePayload]
    opens_at: InstantText
    closes_at: InstantText | None = None
    seed_hash: str
    seed: str | None = None
    winner: RoomSongPayload | None = None

    @classmethod
    def facts(cls, event: rooms.VoteEvent) -> Mapping[str, Any]:
        """The vote's own fields."""
        names = [name for name in cls.__struct_fields__ if name != "version"]
        return {"version": event.version, **{name: getattr(event.vote, name) for name in names}}


class TallyData(RoomData):
    """How many votes each candidate has."""

    session_id: IdText = msgspec.field(name="voteSessionId")
    candidates: list[CandidatePayload]


class InviteData(EventPayload):
    """An invite, as it is now; the room as it was then."""

    invite: RoomInvitePayload


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    rooms.RoomState: RoomStateData,
    rooms.MemberJoined: MemberData,
    rooms.MemberLeft: MemberLeftData,
    rooms.MemberUpdated: MemberData,
    rooms.SongChanged: SongData,
    rooms.PlaybackChanged: PlaybackData,
    rooms.VoteOpened: VoteData,
    rooms.VoteTallied: TallyData,
    rooms.VoteSettled: VoteData,
    rooms.InviteReceived: InviteData,
    rooms.InviteRevoked: InviteData,
    rooms.InviteAccepted: InviteData,
    rooms.InviteDeclined: InviteData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    CandidateView: candidate_of,
    InviteView: invite_of,
    MemberView: member_of,
    PlaybackView: playback_of,
    RoomCard: room_card_of,
    RoomSong: room_song_of,
}
"""How what events hold is told."""


def is_nobodys(stored: StoredEvent) -> bool:
    """Whether it is nobody's doing: what the time has brought, whoever's call found it due.

    Nor is it said who has voted when the votes are told.
    """
    event = stored.event
    overdue = isinstance(event, rooms.RoomEvent) and event.happened_at < stored.at
    return overdue or isinstance(event, rooms.VoteTallied)
