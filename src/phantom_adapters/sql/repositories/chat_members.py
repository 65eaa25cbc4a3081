"""Places in chat rooms, over SQL."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, case, select, tuple_

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.chat import chat_members, chat_rooms
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.chat import ChatKind, ChatMember, ChatMembers, ChatRoomId, Role
from phantom_core.chat.listing import MEMBERS as LISTING
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["MEMBERS", "PRESENT", "SqlChatMembers"]

MEMBERS: Final = Rows(chat_members, ChatMember, noun="member")
"""Places as rows."""

PRESENT: Final = chat_members.c.left_at.is_(None)
"""Whether whose place it is is in."""

_THIS: Final = chat_members.c.chat_room_id == bindparam("chat_room_id")
_PLACE: Final = (chat_members.c.joined_at, chat_members.c.user_id)
_FIND: Final = Statement(
    MEMBERS.select.where(_THIS, chat_members.c.user_id == bindparam("user_id")), locks=True
)
_PRESENT: Final = MEMBERS.select.where(_THIS, PRESENT).order_by(*_PLACE).limit(bindparam("limit"))
_FIRST: Final = Statement(_PRESENT)
_FURTHER: Final = Statement(
    _PRESENT.where(
        tuple_(*_PLACE) > tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    )
)
_AMONG: Final = Statement(
    select(chat_members.c.user_id).where(
        _THIS, PRESENT, chat_members.c.user_id.in_(bindparam("ids", expanding=True))
    )
)
_FOREMOST: Final = Statement(
    MEMBERS.select.where(_THIS, PRESENT, chat_members.c.user_id != bindparam("but"))
    .order_by(
        case((chat_members.c.role == Role.ADMIN, 0), (chat_members.c.role == Role.MOD, 1), else_=2),
        *_PLACE,
    )
    .limit(1)
)
_HAVING_SEEN: Final = Statement(
    MEMBERS.select.where(
        _THIS, PRESENT, chat_members.c.shown_seen_seq >= bindparam("seq")
    ).order_by(chat_members.c.user_id)
)
_BANNED: Final = Statement(
    select(chat_members.c.banned_until)
    .join(chat_rooms, chat_rooms.c.id == chat_members.c.chat_room_id)
    .where(
        chat_rooms.c.kind == bindparam("kind"),
        chat_rooms.c.linked_id == bindparam("linked_id"),
        chat_members.c.user_id == bindparam("user_id"),
        chat_members.c.banned_until > bindparam("now"),
    )
)


class SqlChatMembers(ChatMembers):
    """Places in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, member: ChatMember) -> None:
        """Store a new place."""
        MEMBERS.add(self._tx, member)

    def find(self, chat_room_id: ChatRoomId, user_id: UserId) -> ChatMember | None:
        """Somebody's place in a chat room, held."""
        return MEMBERS.one(self._tx, _FIND, chat_room_id=chat_room_id, user_id=user_id)

    def put(self, member: ChatMember) -> None:
        """Store a place's new state."""
        MEMBERS.put(self._tx, member)

    def page(self, chat_room_id: ChatRoomId, page: PageRequest) -> Page[ChatMember]:
        """Who is in a chat room, the longest there first."""
        begin = after_moment(page, LISTING)
        limits: dict[str, Any] = {"chat_room_id": chat_room_id, "limit": page.limit + 1}
        if begin is None:
            rows = MEMBERS.all(self._tx, _FIRST, **limits)
        else:
            rows = MEMBERS.all(self._tx, _FURTHER, **limits, at=begin[0], id=begin[1])
        return Page.of(
            rows, page.limit, lambda row: moment_cursor(LISTING, row.joined_at, row.user_id)
        )

    def among(self, chat_room_id: ChatRoomId, user_ids: Collection[UserId]) -> AbstractSet[UserId]:
        """Those of the users named who are in a chat room."""
        if not user_ids:
            return set()
        rows = self._tx.rows(_AMONG, chat_room_id=chat_room_id, ids=list(user_ids))
        return {user_id for (user_id,) in rows}

    def foremost(self, chat_room_id: ChatRoomId, *, but: UserId) -> ChatMember | None:
        """Who but one comes first in a chat room."""
        return MEMBERS.one(self._tx, _FOREMOST, chat_room_id=chat_room_id, but=but)

    def having_seen(self, chat_room_id: ChatRoomId, seq: int) -> Sequence[ChatMember]:
        """Who is known to have seen a message of that number or a later one."""
        return MEMBERS.all(self._tx, _HAVING_SEEN, chat_room_id=chat_room_id, seq=seq)

    def banned_until(
        self, kind: ChatKind, linked_id: Id, user_id: UserId, now: datetime
    ) -> datetime | None:
        """Until when somebody is banned."""
        row = self._tx.row(_BANNED, kind=kind, linked_id=linked_id, user_id=user_id, now=now)
        until: datetime | None = None if row is None else row[0]
        return until
