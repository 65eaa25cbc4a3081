"""Voting on what comes next, and leaving it to the host."""

import attrs

from phantom_core.kernel import Access, Command, Query, Topic, topic
from phantom_core.rooms.names import RoomId, SongId
from phantom_core.rooms.views import RoomView, VoteResults

__all__ = ["CastVote", "GetVoteResults", "WaiveVotes"]


@attrs.frozen(kw_only=True)
class CastVote(Command[VoteResults]):
    """Give one's one vote in the open vote to a song; a vote given before moves.

    Raises: NotFound; RoomOver; NotPresent; VoteClosed; NotACandidate.
    """

    access = Access.PERSON
    room_id: RoomId
    song_id: SongId

    @property
    def hot_topic(self) -> Topic:
        """The room's topic: in a room, many vote at once."""
        return topic("room", self.room_id)


@attrs.frozen(kw_only=True)
class WaiveVotes(Command[RoomView]):
    """Leave the music of a private room to its host, or have a say in it again.

    Raises: NotFound; RoomOver; PublicRoomControl.
    """

    access = Access.PERSON
    room_id: RoomId
    waived: bool


@attrs.frozen(kw_only=True)
class GetVoteResults(Query[VoteResults]):
    """Look at the vote of the current playing. Raises: NotFound; RoomOver."""

    access = Access.PERSON
    room_id: RoomId
