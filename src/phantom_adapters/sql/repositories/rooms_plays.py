"""What was played in which room, over SQL."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_last_plays, room_plays
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.upsert import upsert
from phantom_core.kernel import Page, PageRequest
from phantom_core.rooms.names import RoomId, SongId
from phantom_core.rooms.pages import before_number, number_cursor
from phantom_core.rooms.play import Play
from phantom_core.rooms.ports import Plays

__all__ = ["SqlPlays"]

_AFTER_ALL: Final = 2**63 - 1
_PLAYS: Final = Rows(room_plays, Play, noun="play")
_PAGE: Final = Statement(
    _PLAYS.select.where(
        room_plays.c.room_id == bindparam("room_id"), room_plays.c.number < bindparam("before")
    )
    .order_by(room_plays.c.number.desc())
    .limit(bindparam("limit"))
)
_LAST: Final = Statement(upsert(room_last_plays))
_LAST_NUMBERS: Final = Statement(
    select(room_last_plays.c.song_id, room_last_plays.c.number).where(
        room_last_plays.c.room_id == bindparam("room_id")
    )
)


class SqlPlays(Plays):
    """Plays in a table, and the last number of each song in another."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, play: Play) -> None:
        """Store one."""
        _PLAYS.add(self._tx, play)
        self._tx.run(_LAST, room_id=play.room_id, song_id=play.song.id, number=play.number)

    def last_numbers(self, room_id: RoomId) -> Mapping[SongId, int]:
        """Of each song that was played in a room, the number of its last playing."""
        rows = self._tx.rows(_LAST_NUMBERS, room_id=room_id)
        return {SongId(song_id): number for song_id, number in rows}

    def list(self, room_id: RoomId, page: PageRequest) -> Page[Play]:
        """What was played in a room, the latest first."""
        before = before_number(page)
        rows = _PLAYS.all(
            self._tx,
            _PAGE,
            room_id=room_id,
            before=_AFTER_ALL if before is None else before,
            limit=page.limit + 1,
        )
        return Page.of(rows, page.limit, lambda play: number_cursor(play.number))
