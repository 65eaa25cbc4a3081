"""Chat rooms, over SQL."""

from typing import Any, Final

import attrs
from sqlalchemy import Column, and_, bindparam, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.errors import Taken
from phantom_adapters.sql.repositories.chat_members import MEMBERS, PRESENT
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.chat import chat_members, chat_rooms
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.chat import ChatKind, ChatMember, ChatRoom, ChatRoomId, ChatRooms
from phantom_core.chat.listing import CHATS
from phantom_core.kernel import Conflict, Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["SqlChatRooms"]

_NOUN: Final = "chat"
_ROOMS: Final = Rows(chat_rooms, ChatRoom, noun=_NOUN)
_FIELDS: Final = [field.name for field in attrs.fields(ChatRoom)]


def _add_once(*columns: Column[Any]) -> Statement:
    """Insert a room unless there is one with these columns; another transaction is waited for."""
    new = insert(chat_rooms).values({name: bindparam(name) for name in _FIELDS})
    return Statement(new.on_conflict_do_nothing(index_elements=[*columns]))


_ADD_DIRECT: Final = _add_once(chat_rooms.c.low_id, chat_rooms.c.high_id)
_ADD_LINKED: Final = _add_once(chat_rooms.c.kind, chat_rooms.c.linked_id)
_BETWEEN: Final = Statement(
    _ROOMS.select.where(
        chat_rooms.c.low_id == bindparam("low_id"), chat_rooms.c.high_id == bindparam("high_id")
    ),
    locks=True,
)
_LINKED: Final = Statement(
    _ROOMS.select.where(
        chat_rooms.c.kind == bindparam("kind"), chat_rooms.c.linked_id == bindparam("linked_id")
    ),
    locks=True,
)
_OF_MEMBER: Final = (
    _ROOMS.select.join(
        chat_members,
        and_(chat_members.c.chat_room_id == chat_rooms.c.id, PRESENT),
    )
    .where(chat_members.c.user_id == bindparam("user_id"))
    .order_by(chat_rooms.c.last_at.desc(), chat_rooms.c.id.desc())
    .limit(bindparam("limit"))
)
_FIRST: Final = Statement(_OF_MEMBER)
_FURTHER: Final = Statement(
    _OF_MEMBER.where(
        tuple_(chat_rooms.c.last_at, chat_rooms.c.id)
        < tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    )
)
_PLACES: Final = Statement(
    MEMBERS.select.where(
        chat_members.c.user_id == bindparam("user_id"),
        chat_members.c.chat_room_id.in_(bindparam("ids", expanding=True)),
    )
)


class SqlChatRooms(ChatRooms):
    """Chat rooms in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, room: ChatRoom) -> bool:
        """Store a new chat room, and say whether there was none."""
        if room.kind is ChatKind.GROUP:
            _ROOMS.add(self._tx, room)
            return True
        statement = _ADD_DIRECT if room.kind is ChatKind.DIRECT else _ADD_LINKED
        try:
            return self._tx.run(statement, **{name: getattr(room, name) for name in _FIELDS}) > 0
        except Taken as error:
            raise Conflict(f"This {_NOUN} is there already.") from error

    def get(self, chat_room_id: ChatRoomId) -> ChatRoom:
        """Find a chat room, and hold it, or refuse."""
        return _ROOMS.get(self._tx, chat_room_id)

    def find(self, chat_room_id: ChatRoomId) -> ChatRoom | None:
        """Find a chat room, which is not held."""
        return _ROOMS.find(self._tx, chat_room_id)

    def between(self, one: UserId, other: UserId) -> ChatRoom | None:
        """The direct chat of two people, held."""
        low_id, high_id = sorted((one, other))
        return _ROOMS.one(self._tx, _BETWEEN, low_id=low_id, high_id=high_id)

    def linked(self, kind: ChatKind, linked_id: Id) -> ChatRoom | None:
        """The chat of a listening room or project, held."""
        return _ROOMS.one(self._tx, _LINKED, kind=kind, linked_id=linked_id)

    def put(self, room: ChatRoom) -> None:
        """Store a chat room's new state."""
        _ROOMS.put(self._tx, room)

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[tuple[ChatRoom, ChatMember]]:
        """The chat rooms that somebody is in, with their place there."""
        begin = after_moment(page, CHATS)
        limits: dict[str, Any] = {"user_id": user_id, "limit": page.limit + 1}
        if begin is None:
            rooms = _ROOMS.all(self._tx, _FIRST, **limits)
        else:
            rooms = _ROOMS.all(self._tx, _FURTHER, **limits, at=begin[0], id=begin[1])
        cut = Page.of(rooms, page.limit, lambda room: moment_cursor(CHATS, room.last_at, room.id))
        places = self._places(user_id, [room.id for room in cut.items])
        return cut.map(lambda room: (room, places[room.id]))

    def _places(self, user_id: UserId, ids: list[ChatRoomId]) -> dict[ChatRoomId, ChatMember]:
        if not ids:
            return {}
        found = MEMBERS.all(self._tx, _PLACES, user_id=user_id, ids=ids)
        return {member.chat_room_id: member for member in found}
