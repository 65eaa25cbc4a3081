"""Who listens to which room, in memory."""

from collections.abc import Collection, Sequence

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Id, UserId
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import Attachments

__all__ = ["MemoryAttachments"]

_Attachment = tuple[RoomId, UserId, Id]


class MemoryAttachments(Attachments):
    """A row for each room, user and server."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[_Attachment, _Attachment] = MemoryRows(
            journal, "attachment", lambda row: row
        )

    def add(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Note one."""
        row = room_id, user_id, server_id
        if self._rows.find(row) is None:
            self._rows.add(row)

    def remove(self, room_id: RoomId, user_id: UserId, server_id: Id) -> None:
        """Forget one."""
        self._rows.remove((room_id, user_id, server_id))

    def any(self, room_id: RoomId, user_id: UserId) -> bool:
        """Whether somebody listens on any server."""
        return any(row[:2] == (room_id, user_id) for row in self._rows)

    def of_others(self, servers: Collection[Id], limit: int) -> Sequence[_Attachment]:
        """Those on other servers."""
        return sorted(row for row in self._rows if row[2] not in servers)[:limit]
