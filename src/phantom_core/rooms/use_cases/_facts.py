"""What is stored about a room, as its course asks for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from phantom_core.kernel import UserId
from phantom_core.rooms.facts import RoomFacts
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import PlaylistId, SongId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import Tally

T = TypeVar("T")


class StoredFacts(RoomFacts):
    """Reads each fact once, when it is first asked for."""

    def __init__(self, work: RoomsWork, room: Room) -> None:
        self._work = work
        self._room_id = room.id
        self._vote_id = None if room.vote is None else room.vote.id
        self._known: dict[object, object] = {}

    def playlist(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist, in its own order."""
        return self._once(
            ("playlist", playlist_id), lambda: self._work.room_library.order(playlist_id)
        )

    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those of the songs named that the catalogue has."""
        wanted = tuple(song_ids)
        return self._once(("songs", wanted), lambda: self._work.room_library.songs(wanted))

    def last_played(self) -> Mapping[SongId, int]:
        """Of each song that was played in the room, the number of its last playing."""
        return self._once("last played", lambda: self._work.room_plays.last_numbers(self._room_id))

    def tally(self) -> Tally:
        """The ballots of the vote that the room had."""
        vote_id = self._vote_id
        if vote_id is None:
            return {}
        return self._once("tally", lambda: self._work.room_ballots.tally(self._room_id, vote_id))

    def vote_of(self, user_id: UserId) -> SongId | None:
        """What somebody had voted for in the vote that the room had."""
        vote_id = self._vote_id
        if vote_id is None:
            return None
        ballots = self._work.room_ballots
        return self._once(("vote", user_id), lambda: ballots.find(self._room_id, user_id, vote_id))

    def dropped(self, limit: int) -> Sequence[RoomMember]:
        """So many of the members present who have dropped out."""
        members = self._work.room_members
        return self._once(("dropped", limit), lambda: members.dropped(self._room_id, limit))

    def heir(self, besides: Collection[UserId]) -> RoomMember | None:
        """The member who has been present for longest, leaving some people out."""
        return self._work.room_members.heir(self._room_id, besides)

    def unwaived(self, besides: Collection[UserId]) -> bool:
        """Whether somebody present has not waived their votes, leaving some people out."""
        members, but = self._work.room_members, frozenset(besides)
        return self._once(("unwaived", but), lambda: members.unwaived(self._room_id, but))

    def _once(self, name: object, read: Callable[[], T]) -> T:
        if name not in self._known:
            self._known[name] = read()
        known: T = self._known[name]  # type: ignore[assignment]
        return known
