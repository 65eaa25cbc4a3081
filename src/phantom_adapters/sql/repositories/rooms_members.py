"""Who is in which room, over SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, null, select, tuple_, update

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_members
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.pages import after_member, member_cursor
from phantom_core.rooms.ports import Members

__all__ = ["SqlMembers"]

_MEMBERS: Final = Rows(room_members, RoomMember, noun="member")
_THIS: Final = room_members.c.room_id == bindparam("room_id")
_PRESENT: Final = room_members.c.left_at.is_(None)
_OTHER: Final = room_members.c.user_id.not_in(bindparam("besides", expanding=True))
_SINCE: Final = (room_members.c.joined_at, room_members.c.user_id)
_THERE: Final = _MEMBERS.select.where(_THIS, _PRESENT).order_by(*_SINCE)
_FIRST: Final = Statement(_THERE.limit(bindparam("limit")))
_FURTHER: Final = Statement(
    _THERE.where(
        tuple_(*_SINCE) > tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    ).limit(bindparam("limit"))
)
_DROPPED: Final = Statement(
    _MEMBERS.select.where(_THIS, room_members.c.dropped_at.is_not(None))
    .order_by(room_members.c.dropped_at, room_members.c.user_id)
    .limit(bindparam("limit"))
)
_HEIR: Final = Statement(_THERE.where(_OTHER).limit(1))
_UNWAIVED: Final = Statement(
    select(room_members.c.user_id)
    .where(_THIS, _PRESENT, _OTHER, ~room_members.c.votes_waived)
    .limit(1)
)
_EMPTY: Final = Statement(
    update(room_members)
    .where(room_members.c.room_id == bindparam("of"), _PRESENT)
    .values(left_at=bindparam("at"), dropped_at=null())
)


class SqlMembers(Members):
    """Members in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, room_id: RoomId, user_id: UserId) -> RoomMember | None:
        """Somebody's row."""
        return _MEMBERS.find(self._tx, room_id, user_id)

    def put(self, member: RoomMember) -> None:
        """Store a row, new or not."""
        _MEMBERS.set(self._tx, member)

    def present(self, room_id: RoomId, page: PageRequest) -> Page[RoomMember]:
        """Those present, who came first first."""
        begin, limit = after_member(page), page.limit + 1
        if begin is None:
            rows = _MEMBERS.all(self._tx, _FIRST, room_id=room_id, limit=limit)
        else:
            at, identifier = begin
            rows = _MEMBERS.all(
                self._tx, _FURTHER, room_id=room_id, limit=limit, at=at, id=identifier
            )
        return Page.of(rows, page.limit, member_cursor)

    def dropped(self, room_id: RoomId, limit: int) -> Sequence[RoomMember]:
        """So many of those who have dropped out, who did first first."""
        return _MEMBERS.all(self._tx, _DROPPED, room_id=room_id, limit=limit)

    def heir(self, room_id: RoomId, besides: Collection[UserId]) -> RoomMember | None:
        """Who came first, some left out."""
        return _MEMBERS.one(self._tx, _HEIR, room_id=room_id, besides=besides)

    def unwaived(self, room_id: RoomId, besides: Collection[UserId]) -> bool:
        """Whether anybody, some left out, has not waived their votes."""
        return self._tx.row(_UNWAIVED, room_id=room_id, besides=besides) is not None

    def empty(self, room_id: RoomId, at: datetime) -> None:
        """Have everybody present leave."""
        self._tx.run(_EMPTY, of=room_id, at=at)
