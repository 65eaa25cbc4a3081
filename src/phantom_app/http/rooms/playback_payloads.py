"""What plays in a room, what is voted on, and what was played, on the wire."""

from typing import Annotated

import msgspec

from phantom_app.http.catalog.payloads import ArtistNamePayload
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.rooms import (
    CandidateView,
    PlaybackView,
    QueuedView,
    Reason,
    Repeat,
    RoomSong,
    Status,
    VoteResults,
    VoteView,
)
from phantom_core.rooms.play import Play

__all__ = [
    "CandidatePayload",
    "PlayPayload",
    "PlaybackPayload",
    "QueuedPayload",
    "RoomSongPayload",
    "VoteResultsPayload",
    "VoteSessionPayload",
    "candidate_of",
    "play_of",
    "playback_of",
    "queued_of",
    "room_song_of",
    "vote_results_of",
    "vote_session_of",
]


class RoomSongPayload(Payload):
    """A song, as the room took it up."""

    id: IdText
    title: str
    artist: ArtistNamePayload
    artist_id: IdText
    duration_ms: int
    album_name: str | None = None
    album_cover_url: str | None = None
    preview_url: str | None = None
    streamable: Annotated[bool, msgspec.Meta(description="Whether it has a recording to be heard.")]


class CandidatePayload(Payload):
    """A song that stands in a vote, and how many votes it has."""

    song: RoomSongPayload
    votes: int


class VoteSessionPayload(Payload):
    """A vote on what comes next: open, or closed once it has told its seed.

    Without a winner, a closed vote was called off.
    """

    id: IdText
    entry_id: Annotated[IdText, msgspec.Meta(description="During which playing it is held.")]
    song_id: Annotated[IdText, msgspec.Meta(description="What is played then.")]
    candidates: list[CandidatePayload]
    opens_at: InstantText
    closes_at: Annotated[
        InstantText | None,
        msgspec.Meta(description="When it closes, or has closed; absent while nobody is there."),
    ] = None
    seed_hash: Annotated[
        str, msgspec.Meta(description="The SHA-256 of the seed's text, in hexadecimal.")
    ]
    seed: str | None = None
    winner: RoomSongPayload | None = None


class QueuedPayload(Payload):
    """A song that waits to be played, and who wants it."""

    id: IdText
    song: RoomSongPayload
    added_by: PersonPayload


class PlaybackPayload(Payload):
    """Where the music of a room stands.

    While it is `running`, the position at a time `t` of the server's clock is
    `positionMs + (t - anchoredAt)`, and at most the song's `durationMs`.
    """

    status: Status
    entry_id: Annotated[
        IdText | None, msgspec.Meta(description="Names this playing of the song.")
    ] = None
    song: RoomSongPayload | None = None
    reason: Annotated[Reason | None, msgspec.Meta(description="Why this song is the one.")] = None
    position_ms: int
    anchored_at: InstantText
    server_time: InstantText
    running: Annotated[
        bool, msgspec.Meta(description="Whether it plays, and somebody is there to hear it.")
    ]
    shuffle: bool
    repeat: Repeat
    vote_session: VoteSessionPayload | None = None
    queue: list[QueuedPayload]


class VoteResultsPayload(Payload):
    """How the vote of the current playing stands, or has ended, for the one who asks."""

    vote_session: Annotated[
        VoteSessionPayload | None,
        msgspec.Meta(description="Null while the current playing has not had one."),
    ]
    candidates: list[CandidatePayload]
    my_vote: Annotated[
        IdText | None, msgspec.Meta(description="The song that the caller has voted for.")
    ] = None
    closes_at: InstantText | None = None
    winner: RoomSongPayload | None = None


class PlayPayload(Payload):
    """A song that was played in a room, once it is over."""

    number: int
    entry_id: IdText
    song: RoomSongPayload
    reason: Reason
    started_at: InstantText
    ended_at: InstantText


def room_song_of(song: RoomSong) -> RoomSongPayload:
    """A song."""
    return RoomSongPayload(
        id=song.id,
        title=song.title,
        artist=ArtistNamePayload(id=song.artist_id, name=song.artist_name),
        artist_id=song.artist_id,
        duration_ms=song.duration_ms,
        album_name=song.album_name,
        album_cover_url=song.album_cover_url,
        preview_url=song.preview_url,
        streamable=song.streamable,
    )


def candidate_of(candidate: CandidateView) -> CandidatePayload:
    """A candidate."""
    return CandidatePayload(song=room_song_of(candidate.song), votes=candidate.votes)


def vote_session_of(vote: VoteView) -> VoteSessionPayload:
    """A vote."""
    return VoteSessionPayload(
        id=vote.id,
        entry_id=vote.entry_id,
        song_id=vote.song_id,
        candidates=[candidate_of(each) for each in vote.candidates],
        opens_at=instant(vote.opens_at),
        closes_at=None if vote.closes_at is None else instant(vote.closes_at),
        seed_hash=vote.seed_hash,
        seed=vote.seed,
        winner=None if vote.winner is None else room_song_of(vote.winner),
    )


def queued_of(queued: QueuedView) -> QueuedPayload:
    """A song that waits."""
    return QueuedPayload(
        id=queued.id, song=room_song_of(queued.song), added_by=person_of(queued.added_by)
    )


def playback_of(playback: PlaybackView) -> PlaybackPayload:
    """A playback."""
    return PlaybackPayload(
        status=playback.status,
        entry_id=playback.entry_id,
        song=None if playback.song is None else room_song_of(playback.song),
        reason=playback.reason,
        position_ms=playback.position_ms,
        anchored_at=instant(playback.anchored_at),
        server_time=instant(playback.server_time),
        running=playback.running,
        shuffle=playback.shuffle,
        repeat=playback.repeat,
        vote_session=None if playback.vote is None else vote_session_of(playback.vote),
        queue=[queued_of(each) for each in playback.queue],
    )


def vote_results_of(results: VoteResults) -> VoteResultsPayload:
    """How a vote stands."""
    session = None if results.vote is None else vote_session_of(results.vote)
    return VoteResultsPayload(
        vote_session=session,
        candidates=[] if session is None else session.candidates,
        my_vote=results.my_vote,
        closes_at=None if session is None else session.closes_at,
        winner=None if session is None else session.winner,
    )


def play_of(play: Play) -> PlayPayload:
    """A song that was played."""
    return PlayPayload(
        number=play.number,
        entry_id=play.entry_id,
        song=room_song_of(play.song),
        reason=play.reason,
        started_at=instant(play.started_at),
        ended_at=instant(play.ended_at),
    )
