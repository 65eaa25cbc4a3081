"""Who has voted for what, over SQL."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_ballots
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.upsert import upsert
from phantom_core.kernel import UserId
from phantom_core.rooms.names import RoomId, SongId, VoteSessionId
from phantom_core.rooms.ports import Ballots
from phantom_core.rooms.vote import Tally

__all__ = ["SqlBallots"]

_ROOMS: Final = room_ballots.c.room_id == bindparam("room_id")
_VOTE: Final = (_ROOMS, room_ballots.c.session_id == bindparam("session_id"))
_THIS: Final = (*_VOTE, room_ballots.c.user_id == bindparam("user_id"))
_CAST: Final = Statement(upsert(room_ballots))
_WITHDRAW: Final = Statement(delete(room_ballots).where(*_THIS))
_FIND: Final = Statement(select(room_ballots.c.song_id).where(*_THIS))
_TALLY: Final = Statement(
    select(room_ballots.c.song_id, func.count()).where(*_VOTE).group_by(room_ballots.c.song_id)
)
_CLEAR: Final = Statement(delete(room_ballots).where(_ROOMS))


class SqlBallots(Ballots):
    """Ballots in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def cast(
        self,
        room_id: RoomId,
        user_id: UserId,
        session_id: VoteSessionId,
        song_id: SongId,
        at: datetime,
    ) -> None:
        """Store a ballot, in place of the one before."""
        self._tx.run(
            _CAST,
            room_id=room_id,
            session_id=session_id,
            user_id=user_id,
            song_id=song_id,
            created_at=at,
        )

    def withdraw(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> None:
        """Take a ballot back."""
        self._tx.run(_WITHDRAW, room_id=room_id, user_id=user_id, session_id=session_id)

    def find(self, room_id: RoomId, user_id: UserId, session_id: VoteSessionId) -> SongId | None:
        """What somebody has voted for."""
        row = self._tx.row(_FIND, room_id=room_id, user_id=user_id, session_id=session_id)
        return None if row is None else SongId(row[0])

    def tally(self, room_id: RoomId, session_id: VoteSessionId) -> Tally:
        """How many ballots each song has."""
        rows = self._tx.rows(_TALLY, room_id=room_id, session_id=session_id)
        return {SongId(song_id): votes for song_id, votes in rows}

    def clear(self, room_id: RoomId) -> None:
        """Forget all ballots of a room."""
        self._tx.run(_CLEAR, room_id=room_id)
