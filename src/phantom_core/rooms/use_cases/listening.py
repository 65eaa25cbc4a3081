"""Who listens to a room's topic, as the servers report it: whoever no longer does, leaves soon."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

import attrs

from phantom_core.kernel import Access, Command, Decision, Id, UserId
from phantom_core.rooms import policy
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import course_of, known_room, present_in, store, up_to_now

__all__ = ["AttachMember", "DetachMember", "DropServers", "may_listen"]

_AT_ONCE: Final = 200


def may_listen(work: RoomsWork, room_id: Id) -> Decision:
    """Decide whether the actor may listen to a room's topic: those may who are in it.

    Raises: NotFound, RoomOver.
    """
    course = known_room(work, RoomId(room_id), looks=True)
    present = present_in(work, course, work.actor.person) is not None
    return policy.may_take_part(course.room, present=present)


@attrs.frozen(kw_only=True)
class AttachMember(Command[bool]):
    """Note that somebody listens to a room's topic on a server. Doing it again changes nothing.

    Answers whether they are in the room: whoever is not, has left since the topic was joined.
    """

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
    server_id: Id

    def run(self, work: RoomsWork) -> bool:
        """Note it, and let their grace be over."""
        course = course_of(work, work.rooms.get(self.room_id))
        up_to_now(work, course)
        member = present_in(work, course, self.user_id)
        # Where many go at once, not all may be seen off yet.
        here = member is not None and not member.departed(work.now)
        if member is not None and here:
            work.room_attachments.add(self.room_id, self.user_id, self.server_id)
            if member.dropped_at is not None:
                course.note_member(attrs.evolve(member, dropped_at=None))
        store(work, course)
        return here


@attrs.frozen(kw_only=True)
class DetachMember(Command[None]):
    """Note that somebody listens on a server no longer; on no server, their grace begins."""

    access = Access.SYSTEM
    room_id: RoomId
    user_id: UserId
    server_id: Id

    def run(self, work: RoomsWork) -> None:
        """Forget it."""
        _detach(work, self.room_id, [(self.user_id, self.server_id)])


@attrs.frozen(kw_only=True)
class DropServers(Command[int]):
    """Forget who listened on servers that are no more, 200 at a time.

    Answers how many were forgotten: at 0 all are.

    Attributes:
        alive: the servers that there are.
    """

    access = Access.SYSTEM
    alive: tuple[Id, ...]

    def run(self, work: RoomsWork) -> int:
        """Forget them; the grace of those who listen nowhere else begins now."""
        lost = work.room_attachments.of_others(self.alive, _AT_ONCE)
        for room_id, listeners in _by_room(lost):
            _detach(work, room_id, listeners)
        return len(lost)


_Listener = tuple[UserId, Id]


def _by_room(
    lost: Sequence[tuple[RoomId, UserId, Id]],
) -> Iterator[tuple[RoomId, Sequence[_Listener]]]:
    """The rooms by id, in which order all hold them, with who listened on which server."""
    for room_id, found in groupby(lost, key=lambda each: each[0]):
        yield room_id, [(user_id, server_id) for _, user_id, server_id in found]


def _detach(work: RoomsWork, room_id: RoomId, listeners: Iterable[_Listener]) -> None:
    """Forget some who listened in a room.

    Nothing that is due is done before: what follows of this lies ahead in any case.
    """
    course = course_of(work, work.rooms.get(room_id))
    for user_id, server_id in listeners:
        work.room_attachments.remove(room_id, user_id, server_id)
        member = present_in(work, course, user_id)
        listens = work.room_attachments.any(room_id, user_id)
        if member is not None and member.dropped_at is None and not listens:
            course.note_member(attrs.evolve(member, dropped_at=work.now))
    store(work, course)
