"""What the course of a room asks of the world around it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import PlaylistId, SongId
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import Tally

__all__ = ["RoomFacts"]


class RoomFacts(ABC):
    """Stored facts about one room, as they were when its course began.

    Each is asked for when it is needed, for most steps need none; an answer never changes.
    """

    @abstractmethod
    def playlist(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist, in its own order."""

    @abstractmethod
    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those of the songs named that the catalogue has."""

    @abstractmethod
    def last_played(self) -> Mapping[SongId, int]:
        """Of each song that was played in the room, the number of its last playing."""

    @abstractmethod
    def tally(self) -> Tally:
        """The ballots of the vote that the room had."""

    @abstractmethod
    def vote_of(self, user_id: UserId) -> SongId | None:
        """What somebody had voted for in the vote that the room had."""

    @abstractmethod
    def dropped(self, limit: int) -> Sequence[RoomMember]:
        """So many of the members present who have dropped out, who did first first."""

    @abstractmethod
    def heir(self, besides: Collection[UserId]) -> RoomMember | None:
        """The member who has been present for longest, leaving some people out."""

    @abstractmethod
    def unwaived(self, besides: Collection[UserId]) -> bool:
        """Whether somebody present has not waived their votes, leaving some people out."""
