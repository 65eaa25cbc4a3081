"""Invites to private rooms, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.names import InviteId, RoomId
from phantom_core.rooms.pages import INVITES, before_id, id_cursor
from phantom_core.rooms.ports import Invites

__all__ = ["MemoryInvites"]


class MemoryInvites(Invites):
    """Invites by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[InviteId, RoomInvite] = MemoryRows(
            journal, "invite", attrgetter("id"), unique={"pending": _pending}, name="room_invites"
        )

    def add(self, invite: RoomInvite) -> None:
        """Store a new invite."""
        self._rows.add(invite)

    def get(self, invite_id: InviteId) -> RoomInvite:
        """Find an invite, or refuse."""
        return self._rows.get(invite_id)

    def find(self, invite_id: InviteId) -> RoomInvite | None:
        """Find an invite."""
        return self._rows.find(invite_id)

    def put(self, invite: RoomInvite) -> None:
        """Store an invite's new state."""
        self._rows.put(invite)

    def pending(self, room_id: RoomId, user_id: UserId) -> RoomInvite | None:
        """The invite of somebody to a room that is pending."""
        return self._rows.by("pending", (room_id, user_id))

    def pending_of(self, user_id: UserId, page: PageRequest) -> Page[RoomInvite]:
        """The pending invites of somebody, the latest first."""
        before = before_id(page, INVITES)
        mine = [
            invite
            for invite in self._rows
            if invite.pending and invite.invited_user_id == user_id and invite.id < before
        ]
        mine.sort(key=attrgetter("id"), reverse=True)
        return Page.of(mine, page.limit, lambda invite: id_cursor(INVITES, invite.id))

    def pending_in(self, room_id: RoomId, limit: int) -> Sequence[RoomInvite]:
        """The pending invites to a room, the earliest first."""
        there = [invite for invite in self._rows if invite.pending and invite.room_id == room_id]
        return sorted(there, key=attrgetter("id"))[:limit]


def _pending(invite: RoomInvite) -> object:
    return (invite.room_id, invite.invited_user_id) if invite.pending else None
