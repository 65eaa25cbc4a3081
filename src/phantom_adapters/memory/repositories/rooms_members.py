"""Who is in which room, in memory."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.repositories.rooms_tables import RoomsTables
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.pages import after_member, member_cursor
from phantom_core.rooms.ports import Members

__all__ = ["MemoryMembers"]

_SINCE = attrgetter("joined_at", "user_id")


class MemoryMembers(Members):
    """Members by room and user."""

    def __init__(self, tables: RoomsTables) -> None:
        self._rows = tables.members

    def find(self, room_id: RoomId, user_id: UserId) -> RoomMember | None:
        """Somebody's row."""
        return self._rows.find((room_id, user_id))

    def put(self, member: RoomMember) -> None:
        """Store a row, new or not."""
        self._rows.remove((member.room_id, member.user_id))
        self._rows.add(member)

    def present(self, room_id: RoomId, page: PageRequest) -> Page[RoomMember]:
        """Those present, who came first first."""
        begin = after_member(page)
        rest = [each for each in self._there(room_id) if begin is None or _SINCE(each) > begin]
        return Page.of(sorted(rest, key=_SINCE), page.limit, member_cursor)

    def dropped(self, room_id: RoomId, limit: int) -> Sequence[RoomMember]:
        """So many of those who have dropped out, who did first first."""
        dropped = [each for each in self._there(room_id) if each.dropped_at is not None]
        return sorted(dropped, key=attrgetter("dropped_at", "user_id"))[:limit]

    def heir(self, room_id: RoomId, besides: Collection[UserId]) -> RoomMember | None:
        """Who came first, some left out."""
        return min(self._there(room_id, besides), key=_SINCE, default=None)

    def unwaived(self, room_id: RoomId, besides: Collection[UserId]) -> bool:
        """Whether anybody, some left out, has not waived their votes."""
        return any(not each.votes_waived for each in self._there(room_id, besides))

    def empty(self, room_id: RoomId, at: datetime) -> None:
        """Have everybody present leave."""
        for member in [*self._there(room_id)]:
            self._rows.put(member.gone(at))

    def _there(self, room_id: RoomId, besides: Collection[UserId] = ()) -> Iterator[RoomMember]:
        for member in self._rows:
            if member.room_id == room_id and member.present and member.user_id not in besides:
                yield member
