"""Coming into rooms, and leaving them, by one's own wish or another's."""

from typing import Final

import attrs

from phantom_core.kernel import Access, Command, Fault, Invalid, NotFound, PageRequest, UserId
from phantom_core.rooms import policy
from phantom_core.rooms.advancing import advance
from phantom_core.rooms.course import Course
from phantom_core.rooms.member import LeaveReason
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import (
    course_of,
    go_on,
    joined_room,
    known_room,
    present_in,
    reached,
    store,
)
from phantom_core.rooms.use_cases._entering import come_in, hold_self
from phantom_core.rooms.use_cases._viewing import inside, seen
from phantom_core.rooms.views import RoomView

__all__ = ["ExpelFromRooms", "ExpelMember", "JoinRoom", "KickMember", "LeaveRoom"]

_AT_ONCE: Final = 5
"""How many rooms somebody is put out of in one transaction, which holds them all."""


@attrs.frozen(kw_only=True)
class JoinRoom(Command[RoomView]):
    """Come into a room: a public one, or a private one that one is invited to or was in before.

    It accepts one's invite, if there is one. Whoever is there already stays there.

    Raises: NotFound; RoomOver; Banned; EntryRule; NotAuthenticated, if they are suspended
    meanwhile.
    """

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as those see it who are in it."""
        hold_self(work)
        course = known_room(work, self.room_id)
        come_in(work, course)
        return inside(work, course)


@attrs.frozen(kw_only=True)
class LeaveRoom(Command[RoomView]):
    """Leave a room. Whoever is not there has left already; a host who has dropped out gives it up.

    Raises: NotFound; RoomOver.
    """

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as it is without one."""
        course = known_room(work, self.room_id)
        course.bar(work.actor.person)
        _put_out(work, course, work.actor.person, LeaveReason.LEFT)
        return seen(work, course)


@attrs.frozen(kw_only=True)
class KickMember(Command[RoomView]):
    """Put somebody out, as the host. Into a private room an invite alone lets them again.

    Raises: NotFound, also if they are not there; RoomOver; NotPresent; HostsOnly; Invalid.
    """

    access = Access.PERSON
    room_id: RoomId
    user_id: UserId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as it is without them."""
        course = joined_room(work, self.room_id)
        policy.may_change(course.room, work.actor.person).enforce()
        if self.user_id == work.actor.person:
            raise Invalid(Fault("user_id", "must be somebody else's: whoever wants to go, leaves"))
        if not _put_out(work, course, self.user_id, LeaveReason.KICKED):
            raise NotFound("member", self.user_id)
        return inside(work, course)


@attrs.frozen(kw_only=True)
class ExpelMember(Command[None]):
    """Put somebody out who was banned, or is no longer; they may not be there.

    Where a room has more behind it than is done at once, they have left by the time to which it
    has come: they are out now, and the rest of its course goes on without them.
    """

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
    reason: LeaveReason = LeaveReason.BANNED

    def run(self, work: RoomsWork) -> None:
        """Have them go, if they are there."""
        course = course_of(work, work.rooms.get(self.room_id))
        at = reached(work, course)
        course.bar(self.user_id)
        member = present_in(work, course, self.user_id)
        if member is not None:
            course.depart(member, self.reason, at)
        advance(course, work.now)
        store(work, course)


@attrs.frozen(kw_only=True)
class ExpelFromRooms(Command[None]):
    """Put somebody out of all rooms who is not active any more: five at once, others by a job.

    Rooms are held in the order of their ids; the chats, which follow, come after all of them.
    """

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: RoomsWork) -> None:
        """Have them go, unless they are active again meanwhile."""
        if work.people.active(self.user_id):
            return
        page = work.rooms.of_member(self.user_id, PageRequest(limit=_AT_ONCE))
        for room in sorted(page.items, key=lambda room: room.id):
            reason = LeaveReason.LEFT
            ExpelMember(room_id=room.id, user_id=self.user_id, reason=reason).run(work)
        if page.next is not None:
            work.enqueue(self)


def _put_out(work: RoomsWork, course: Course, user_id: UserId, reason: LeaveReason) -> bool:
    """Have somebody go, and say whether they were there."""
    member = present_in(work, course, user_id)
    if member is not None:
        course.depart(member, reason, work.now)
    go_on(work, course)
    return member is not None
