"""Looking after rooms as time goes on: which are due, and having them go on."""

from datetime import datetime

import attrs

from phantom_core.kernel import Access, Command, Query
from phantom_core.live import Due
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import course_of, store, up_to_now

__all__ = ["AdvanceRoom", "DueRooms"]


@attrs.frozen(kw_only=True)
class AdvanceRoom(Command[datetime | None]):
    """Take the steps of a room that are due, 500 at the most, a departure counting for ten.

    Answers when the next one is due, which may be past; `None` if nothing is ahead. Done again,
    or by several at once, it changes nothing that the first has not.

    Raises: NotFound.
    """

    access = Access.SYSTEM
    room_id: RoomId

    def run(self, work: RoomsWork) -> datetime | None:
        """Let its time go on."""
        course = course_of(work, work.rooms.get(self.room_id))
        up_to_now(work, course)
        return store(work, course)


@attrs.frozen(kw_only=True)
class DueRooms(Query[Due]):
    """Ask in which rooms something is due, and when something will be."""

    access = Access.SYSTEM
    limit: int = 100

    def run(self, work: RoomsWork) -> Due:
        """Answer up to `limit` rooms, the longest due first."""
        rooms = work.rooms.due(work.now, self.limit)
        more = len(rooms) == self.limit
        next_at = work.now if more else work.rooms.next_due(work.now)
        return Due(
            ids=[room.room_id for room in rooms],
            next_in=None if next_at is None else next_at - work.now,
        )
