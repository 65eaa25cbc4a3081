"""Invites to private rooms, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.rooms import room_invites
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.names import InviteId, RoomId
from phantom_core.rooms.pages import INVITES, before_id, id_cursor
from phantom_core.rooms.ports import Invites

__all__ = ["SqlInvites"]

_INVITES: Final = Rows(
    room_invites,
    RoomInvite,
    noun="invite",
    computed={"awaited_user_id": lambda invite: invite.invited_user_id if invite.pending else None},
)
_ROOMS: Final = _INVITES.select.where(room_invites.c.room_id == bindparam("room_id"))
_AWAITED: Final = room_invites.c.awaited_user_id == bindparam("user_id")
_PENDING: Final = Statement(_ROOMS.where(_AWAITED))
_PENDING_OF: Final = Statement(
    _INVITES.select.where(_AWAITED, room_invites.c.id < bindparam("before"))
    .order_by(room_invites.c.id.desc())
    .limit(bindparam("limit"))
)
_PENDING_IN: Final = Statement(
    _ROOMS.where(room_invites.c.awaited_user_id.is_not(None))
    .order_by(room_invites.c.id)
    .limit(bindparam("limit"))
)


class SqlInvites(Invites):
    """Invites in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, invite: RoomInvite) -> None:
        """Store a new invite."""
        _INVITES.add(self._tx, invite)

    def get(self, invite_id: InviteId) -> RoomInvite:
        """Find an invite, and hold it."""
        return _INVITES.get(self._tx, invite_id)

    def find(self, invite_id: InviteId) -> RoomInvite | None:
        """Find an invite."""
        return _INVITES.find(self._tx, invite_id)

    def put(self, invite: RoomInvite) -> None:
        """Store an invite's new state."""
        _INVITES.put(self._tx, invite)

    def pending(self, room_id: RoomId, user_id: UserId) -> RoomInvite | None:
        """The invite of somebody to a room that is pending."""
        return _INVITES.one(self._tx, _PENDING, room_id=room_id, user_id=user_id)

    def pending_of(self, user_id: UserId, page: PageRequest) -> Page[RoomInvite]:
        """The pending invites of somebody, the latest first."""
        before = before_id(page, INVITES)
        rows = _INVITES.all(
            self._tx, _PENDING_OF, user_id=user_id, before=before, limit=page.limit + 1
        )
        return Page.of(rows, page.limit, lambda invite: id_cursor(INVITES, invite.id))

    def pending_in(self, room_id: RoomId, limit: int) -> Sequence[RoomInvite]:
        """The pending invites to a room, the earliest first."""
        return _INVITES.all(self._tx, _PENDING_IN, room_id=room_id, limit=limit)
