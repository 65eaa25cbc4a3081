"""What advancing asks of the world around a room."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import SongId
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import Tally

__all__ = ["RoomFacts"]


class RoomFacts(Protocol):
    """Stored facts about one room, as they were when its course began.

    Each is asked for when it is needed, for most steps need none; an answer never changes.
    """

    def playlist(self) -> Sequence[SongId]:
        """The songs of the room's playlist, in its own order."""

    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those of the songs named that the catalogue has."""

    def last_played(self) -> Mapping[SongId, int]:
        """Of each song that was played in the room, the number of its last playing."""

    def tally(self) -> Tally:
        """The votes of the open vote."""

    def vote_of(self, user_id: UserId) -> SongId | None:
        """What somebody has voted for in the open vote."""

    def dropped(self) -> Sequence[RoomMember]:
        """The members present who have dropped out, in the order in which they did."""

    def heir(self, besides: Collection[UserId]) -> RoomMember | None:
        """The member who has been present for longest, leaving some people out."""

    def unwaived(self, besides: Collection[UserId]) -> bool:
        """Whether somebody present has not waived their votes, leaving some people out."""
