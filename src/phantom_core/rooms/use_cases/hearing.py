"""Whether one speaks and hears in the calls of a room; it stays over leaving and returning."""

from typing import Any

import attrs

from phantom_core.kernel import Access, Command
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import go_on, joined_room, present_in

__all__ = ["DeafenSelf", "MuteSelf"]


@attrs.frozen(kw_only=True)
class MuteSelf(Command[None]):
    """Say nothing in calls, or something again; everybody in the room is told.

    Raises: NotFound; RoomOver; NotPresent.
    """

    access = Access.PERSON
    room_id: RoomId
    muted: bool

    def run(self, work: RoomsWork) -> None:
        """Note it."""
        _change(work, self.room_id, is_muted=self.muted)


@attrs.frozen(kw_only=True)
class DeafenSelf(Command[None]):
    """Hear nobody in calls, or everybody again; everybody in the room is told.

    Raises: NotFound; RoomOver; NotPresent.
    """

    access = Access.PERSON
    room_id: RoomId
    deafened: bool

    def run(self, work: RoomsWork) -> None:
        """Note it."""
        _change(work, self.room_id, is_deafened=self.deafened)


def _change(work: RoomsWork, room_id: RoomId, **changes: Any) -> None:
    course = joined_room(work, room_id)
    member = present_in(work, course, work.actor.person)
    if member is not None and attrs.evolve(member, **changes) != member:
        course.change_member(attrs.evolve(member, **changes), work.now)
    go_on(work, course)
