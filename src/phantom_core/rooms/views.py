"""Rooms as people see them: what queries answer and what events tell."""

from datetime import datetime

import attrs

from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Page
from phantom_core.kernel.people import Person
from phantom_core.kernel.quantities import Milliseconds
from phantom_core.rooms.invite import InviteStatus
from phantom_core.rooms.names import (
    ArtistId,
    EntryId,
    GenreId,
    InviteId,
    PlaylistId,
    RoomId,
    SongId,
    VoteSessionId,
)
from phantom_core.rooms.playback import Reason, Repeat, Status
from phantom_core.rooms.song import RoomSong

__all__ = [
    "CandidateView",
    "InviteView",
    "MemberView",
    "PlaybackView",
    "QueuedView",
    "RoomCard",
    "RoomRow",
    "RoomView",
    "VoteResults",
    "VoteView",
]


@attrs.frozen(kw_only=True)
class MemberView:
    """Somebody who is in a room."""

    person: Person
    is_host: bool
    is_muted: bool
    is_deafened: bool
    votes_waived: bool
    joined_at: datetime


@attrs.frozen(kw_only=True)
class CandidateView:
    """A song that stands in a vote, and how many votes it has."""

    song: RoomSong
    votes: int


@attrs.frozen(kw_only=True)
class VoteView:
    """A vote, without what it must not tell yet.

    Attributes:
        entry_id: during which playing it is held.
        song_id: what is played then.
        candidates: in the order in which they were drawn.
        closes_at: when it closes, or has closed; `None` while the room is empty.
        seed_hash: the SHA-256 of the seed's text, in hex.
        seed: of the draw, once the vote is closed.
        winner: what is played next; `None` while the vote is open, and if it was called off.
    """

    id: VoteSessionId
    entry_id: EntryId
    song_id: SongId
    candidates: tuple[CandidateView, ...]
    opens_at: datetime
    closes_at: datetime | None
    seed_hash: str
    seed: str | None = None
    winner: RoomSong | None = None

    @property
    def open(self) -> bool:
        """Whether votes count."""
        return self.seed is None


@attrs.frozen(kw_only=True)
class VoteResults:
    """How the vote of the current playing stands, or has ended, for one person.

    Attributes:
        vote: `None` while the current playing has not had one.
        my_vote: what they have voted for.
    """

    vote: VoteView | None = None
    my_vote: SongId | None = None

    @property
    def closes_at(self) -> datetime | None:
        """When it closes, or has closed."""
        return None if self.vote is None else self.vote.closes_at

    @property
    def winner(self) -> RoomSong | None:
        """What is played next, if that has been decided."""
        return None if self.vote is None else self.vote.winner


@attrs.frozen(kw_only=True)
class QueuedView:
    """A song that waits, and who wants it played."""

    id: Id
    song: RoomSong
    added_by: Person


@attrs.frozen(kw_only=True)
class PlaybackView:
    """Where the music of a room stands.

    Attributes:
        entry_id: names this playing; `None` where there is nothing to play.
        reason: why this song is the one.
        position_ms: where in the song it stood at `anchored_at`.
        anchored_at: from here on the position grows, if `running`. It is `server_time`.
        server_time: of when this is told.
        running: whether the position grows: it plays, and somebody is there.
        vote: of this playing: open, or closed; `None` before it has one.
    """

    status: Status
    entry_id: EntryId | None
    song: RoomSong | None
    reason: Reason | None
    position_ms: Milliseconds
    anchored_at: datetime
    server_time: datetime
    running: bool
    shuffle: bool
    repeat: Repeat
    vote: VoteView | None
    queue: tuple[QueuedView, ...]


@attrs.frozen(kw_only=True)
class RoomCard:
    """A room from outside.

    Attributes:
        voting_waived: whether the music is the host's alone.
        people_present: how many people are in it.
        version: counts its changes, from 1.
    """

    id: RoomId
    name: str
    is_public: bool
    created_by: Person
    host: Person
    artist_id: ArtistId | None
    genre_id: GenreId | None
    playlist_id: PlaylistId | None
    allow_voice_chat: bool
    voting_waived: bool
    is_active: bool
    people_present: int
    created_at: datetime
    version: int


@attrs.frozen(kw_only=True)
class RoomRow:
    """A room in a list.

    Attributes:
        current_song: what is played, or would be.
    """

    card: RoomCard
    current_song: RoomSong | None


@attrs.frozen(kw_only=True)
class RoomView:
    """A room from inside.

    A private room shows only its card to who is not in it.

    Attributes:
        members: those who came first, 100 at the most; without those whom the one who looks has
            blocked.
    """

    card: RoomCard
    playback: PlaybackView | None = None
    members: Page[MemberView] | None = None


@attrs.frozen(kw_only=True)
class InviteView:
    """An invite, with the room as it stood when this was told."""

    id: InviteId
    room: RoomCard
    invited_by: Person
    invited: Person
    status: InviteStatus
    created_at: datetime
