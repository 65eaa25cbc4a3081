"""The course of a stored room: where commands begin it, and where what has happened is stored."""

from datetime import datetime

import attrs

from phantom_core.kernel import UserId
from phantom_core.rooms import policy
from phantom_core.rooms.advancing import advance, next_deadline
from phantom_core.rooms.course import Course
from phantom_core.rooms.errors import CatchingUp, RoomOver
from phantom_core.rooms.happenings import VoteHeld
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room
from phantom_core.rooms.use_cases._facts import StoredFacts
from phantom_core.rooms.use_cases._inviting import revoke_all
from phantom_core.rooms.use_cases._telling import tell


def course_of(work: RoomsWork, room: Room) -> Course:
    """The course of a room, from where it stands in storage."""
    return Course(room, StoredFacts(work, room))


def up_to_now(work: RoomsWork, course: Course, *, looks: bool = False) -> bool:
    """Take the steps that are due, and say whether those were all.

    `looks` says that they will not be stored.
    """
    due = course.room.next_deadline
    return due is None or due > work.now or advance(course, work.now, looks=looks)


def reached(work: RoomsWork, course: Course) -> datetime:
    """Take steps that are due, as many as at once, and say to which time the course has come.

    That is now; or when the first of those is due that are left, which is not taken.
    """
    if advance(course, work.now):
        return work.now
    return next_deadline(course) or work.now


def active(work: RoomsWork, room: Room, *, looks: bool = False) -> Course:
    """The course of a room up to now, in which it does not end. Raises: RoomOver, CatchingUp."""
    course = course_of(work, room)
    if not up_to_now(work, course, looks=looks):
        raise CatchingUp
    if not course.room.is_active:
        raise RoomOver
    return course


def known_room(work: RoomsWork, room_id: RoomId, *, looks: bool = False) -> Course:
    """The course of a room that the actor may know of, up to now.

    Raises: NotFound, RoomOver, CatchingUp.
    """
    room = work.rooms.get(room_id)
    if not room.is_public:
        _hide(work, room)
    return active(work, room, looks=looks)


def joined_room(work: RoomsWork, room_id: RoomId) -> Course:
    """The course of a room that the actor is in.

    Raises: NotFound, RoomOver, NotPresent, CatchingUp.
    """
    course = known_room(work, room_id)
    present = present_in(work, course, work.actor.person) is not None
    policy.may_take_part(course.room, present=present).enforce()
    return course


def seen_room(work: RoomsWork, room_id: RoomId, *, looks: bool = False) -> Course:
    """The course of a room into which the actor may look.

    Raises: NotFound, RoomOver, CatchingUp.
    """
    course = known_room(work, room_id, looks=looks)
    if not course.room.is_public:
        present = present_in(work, course, work.actor.person) is not None
        policy.may_look_inside(course.room, present=present).enforce()
    return course


def controlled_room(work: RoomsWork, room_id: RoomId) -> Course:
    """The course of a room whose music the actor may control.

    Raises: NotFound, RoomOver, PublicRoomControl, HostsOnly, CatchingUp.
    """
    course, me = seen_room(work, room_id), work.actor.person
    policy.may_control(course.room, me, waived=course.waived).enforce()
    return course


def member_in(work: RoomsWork, course: Course, user_id: UserId) -> RoomMember | None:
    """Somebody as a member of a room, present or not, at this point of its course."""
    changed = course.members.get(user_id)
    return changed or work.room_members.find(course.room.id, user_id)


def present_in(work: RoomsWork, course: Course, user_id: UserId) -> RoomMember | None:
    """Somebody as a member of a room, if they are there at this point of its course."""
    member = member_in(work, course, user_id)
    return member if member is not None and member.present else None


def go_on(work: RoomsWork, course: Course) -> None:
    """Take the steps that are due now because of what was just done, and store them all.

    Raises: CatchingUp.
    """
    if not advance(course, work.now):
        raise CatchingUp
    store(work, course)


def store(work: RoomsWork, course: Course) -> datetime | None:
    """Store where a course has come to, and tell what has happened; where nothing has, nothing.

    Answers when the next step is due.
    """
    room_id, deadline = course.room.id, next_deadline(course)
    if any(isinstance(happening, VoteHeld) for happening in course.happened):
        work.room_ballots.clear(room_id)
    for (vote_id, user_id), song_id in course.ballots.items():
        if song_id is None:
            work.room_ballots.withdraw(room_id, user_id, vote_id)
        else:
            work.room_ballots.cast(room_id, user_id, vote_id, song_id, work.now)
    for member in course.members.values():
        work.room_members.put(member)
    if course.members or course.room != course.begun:
        work.rooms.put(attrs.evolve(course.room, next_deadline=deadline))
    for play in course.plays:
        work.room_plays.add(play)
    tell(work, course.happened)
    if not course.room.is_active:
        work.room_members.empty(room_id, work.now)
        revoke_all(work, course)
    return deadline


def _hide(work: RoomsWork, room: Room) -> None:
    me = work.actor.user_id
    member = None if me is None else work.room_members.find(room.id, me)
    invited = me is not None and work.room_invites.pending(room.id, me) is not None
    policy.may_know(work.actor, room, member, invited=invited).enforce()
