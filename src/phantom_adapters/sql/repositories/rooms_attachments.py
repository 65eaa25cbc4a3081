"""Who listens to which room, over SQL."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select

from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_attachments
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.upsert import upsert
from phantom_core.kernel import Id, UserId
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import Attachments

__all__ = ["SqlAttachments"]

_THEIRS: Final = (
    room_attachments.c.room_id == bindparam("room_id"),
    room_attachments.c.user_id == bindparam("user_id"),
)
_ADD: Final = Statement(upsert(room_attachments))
_REMOVE: Final = Statement(
    delete(room_attachments).where(*_THEIRS, room_attachments.c.server_id == bindparam("server_id"))
)
_ANY: Final = Statement(select(room_attachments.c.user_id).where(*_THEIRS).limit(1))
_OF_OTHERS: Final = Statement(
    select(*room_attachments.c)
    .where(room_attachments.c.server_id.not_in(bindparam("servers", expanding=True)))
    .order_by(*room_attachments.primary_key)
    .limit(bindparam("limit"))
)


class SqlAttachments(Attachments):
    """A row for each room, user and server."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Note one."""
        self._tx.run(_ADD, room_id=room_id, user_id=user_id, server_id=server_id)

    def remove(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Forget one."""
        self._tx.run(_REMOVE, room_id=room_id, user_id=user_id, server_id=server_id)

    def any(self, room_id: RoomId, user_id: UserId) -> bool:
        """Whether somebody listens on any server."""
        return self._tx.row(_ANY, room_id=room_id, user_id=user_id) is not None

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[tuple[RoomId, UserId, Id]]:
        """Those on other servers."""
        rows = self._tx.rows(_OF_OTHERS, servers=servers, limit=limit)
        return [(RoomId(room), UserId(user), server) for room, user, server in rows]
