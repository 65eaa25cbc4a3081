"""Making views of rooms: what stands in them, put into words that people see."""

from collections.abc import Mapping
from datetime import datetime

from phantom_core.kernel import Person, UserId
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.playback import Playback
from phantom_core.rooms.room import Room
from phantom_core.rooms.views import (
    CandidateView,
    InviteView,
    MemberView,
    PlaybackView,
    QueuedView,
    RoomCard,
    VoteView,
)
from phantom_core.rooms.vote import Tally, VoteSession

__all__ = ["People", "candidates_of", "card_of", "invite_of", "member_of", "playback_of", "vote_of"]

People = Mapping[UserId, Person]
"""Everybody who is named, by their id."""


def card_of(room: Room, people: People, *, waived: bool) -> RoomCard:
    """A room from outside."""
    return RoomCard(
        id=room.id,
        name=room.name,
        is_public=room.is_public,
        created_by=people[room.created_by],
        host=people[room.host_user_id],
        artist_id=room.artist_id,
        genre_id=room.genre_id,
        playlist_id=room.playlist_id,
        allow_voice_chat=room.allow_voice_chat,
        voting_waived=waived,
        is_active=room.is_active,
        people_present=room.people_present,
        created_at=room.created_at,
        version=room.version,
    )


def member_of(member: RoomMember, room: Room, people: People) -> MemberView:
    """Somebody who is in a room."""
    return MemberView(
        person=people[member.user_id],
        is_host=member.user_id == room.host_user_id,
        is_muted=member.is_muted,
        is_deafened=member.is_deafened,
        votes_waived=member.votes_waived,
        joined_at=member.joined_at,
    )


def candidates_of(vote: VoteSession, tally: Tally) -> tuple[CandidateView, ...]:
    """The songs that stand, each with its votes."""
    return tuple(CandidateView(song=song, votes=tally.get(song.id, 0)) for song in vote.candidates)


def vote_of(vote: VoteSession, tally: Tally) -> VoteView:
    """A vote, as far as it may be known."""
    return VoteView(
        id=vote.id,
        entry_id=vote.entry_id,
        song_id=vote.song_id,
        candidates=candidates_of(vote, tally),
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        seed_hash=vote.seed_hash,
        seed=vote.seed,
        winner=vote.winner,
    )


def playback_of(
    playback: Playback, vote: VoteView | None, people: People, at: datetime
) -> PlaybackView:
    """Where the music stands, as of a time."""
    entry, settled = playback.entry, playback.settled(at)
    return PlaybackView(
        status=settled.status,
        entry_id=None if entry is None else entry.id,
        song=None if entry is None else entry.song,
        reason=None if entry is None else entry.reason,
        position_ms=settled.position_ms,
        anchored_at=at,
        server_time=at,
        running=settled.runs,
        shuffle=settled.shuffle,
        repeat=settled.repeat,
        vote=vote,
        queue=tuple(
            QueuedView(id=queued.id, song=queued.song, added_by=people[queued.added_by])
            for queued in settled.queue
        ),
    )


def invite_of(invite: RoomInvite, card: RoomCard, people: People) -> InviteView:
    """An invite, to a room that looks so from outside."""
    return InviteView(
        id=invite.id,
        room=card,
        invited_by=people[invite.invited_by],
        invited=people[invite.invited_user_id],
        status=invite.status,
        created_at=invite.created_at,
    )
