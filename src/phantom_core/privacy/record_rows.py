"""Records that are read together from several tables, or by one side of what others are in."""

from datetime import datetime

import attrs

from phantom_core.kernel import ArtistId, Id, PlaylistId, SongId, UserId
from phantom_core.matching import MatchStatus

__all__ = ["CastBallot", "HeldPlaylist", "KnownPerson", "MadeReaction", "OwnVerdict"]


@attrs.frozen(kw_only=True)
class HeldPlaylist:
    """A playlist with its songs, in their order."""

    id: PlaylistId
    name: str
    artist_id: ArtistId | None
    created_by: UserId | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    version: int
    song_ids: tuple[SongId, ...]


@attrs.frozen(kw_only=True)
class CastBallot:
    """What somebody voted for in one vote of a room."""

    room_id: Id
    session_id: Id
    user_id: UserId
    song_id: SongId
    created_at: datetime


@attrs.frozen(kw_only=True)
class MadeReaction:
    """Somebody's emoji under a message: one record for each message, with all their emoji there."""

    message_id: Id
    chat_room_id: Id
    emoji: tuple[str, ...]


@attrs.frozen(kw_only=True)
class KnownPerson:
    """Somebody whom one talks or works with."""

    id: UserId
    username: str
    display_name: str


@attrs.frozen(kw_only=True)
class OwnVerdict:
    """What somebody says to a match; of what the other says, only that both like, once they do.

    Attributes:
        status: `liked`, `dismissed`, or `matched`.
        score: how well the two suit each other, 0 to 100.
        matched_at: since when both like.
    """

    other_id: UserId
    status: MatchStatus
    score: int
    matched_at: datetime | None
