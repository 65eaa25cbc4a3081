"""Who has voted for what, in memory."""

from collections import Counter
from datetime import datetime

import attrs

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import UserId
from phantom_core.rooms.names import RoomId, SongId, VoteSessionId
from phantom_core.rooms.ports import Ballots
from phantom_core.rooms.vote import Tally

__all__ = ["KeptBallot", "MemoryBallots"]

_Place = tuple[RoomId, VoteSessionId, UserId]


@attrs.frozen
class KeptBallot:
    """A ballot: in which room and vote, whose it is, and what it is for."""

    place: _Place
    song_id: SongId
    created_at: datetime


class MemoryBallots(Ballots):
    """A ballot for each room, vote and user."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[_Place, KeptBallot] = MemoryRows(
            journal, "ballot", lambda ballot: ballot.place
        )

    def cast(
        self,
        room_id: RoomId,
        user_id: UserId,
        session_id: VoteSessionId,
        song_id: SongId,
        at: datetime,
    ) -> None:
        """Store a ballot, in place of the one before."""
        place = room_id, session_id, user_id
        self._rows.remove(place)
        self._rows.add(KeptBallot(place, song_id, at))

    def withdraw(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> None:
        """Take a ballot back."""
        self._rows.remove((room_id, session_id, user_id))

    def find(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> SongId | None:
        """What somebody has voted for."""
        ballot = self._rows.find((room_id, session_id, user_id))
        return None if ballot is None else ballot.song_id

    def tally(self, room_id: RoomId, session_id: VoteSessionId) -> Tally:
        """How many ballots each song has."""
        vote = room_id, session_id
        return Counter(ballot.song_id for ballot in self._rows if ballot.place[:2] == vote)

    def clear(self, room_id: RoomId) -> None:
        """Forget all ballots of a room."""
        for ballot in self._rows:
            if ballot.place[0] == room_id:
                self._rows.remove(ballot.place)
