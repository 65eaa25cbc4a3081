"""Coming into a room."""

import attrs

from phantom_core.kernel import NotAuthenticated
from phantom_core.rooms import policy
from phantom_core.rooms.course import Course
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import go_on, member_in
from phantom_core.rooms.use_cases._inviting import accept


def hold_self(work: RoomsWork) -> None:
    """Hold the actor's account, which lets them act still. Whoever will be in a room begins so.

    Who suspends them waits until they are in, and finds them there; a room is held after those
    who come into it, by both. Raises: NotAuthenticated.
    """
    if work.standings.of(work.actor.person) is None:
        raise NotAuthenticated("This account is not active any more.")


def come_in(work: RoomsWork, course: Course) -> None:
    """Have the actor come into a room, which answers their invite.

    Raises: NotFound, if it is not open to them; Banned; EntryRule.
    """
    me, room = work.actor.person, course.room
    member = member_in(work, course, me)
    pending = None if room.is_public else work.room_invites.pending(room.id, me)
    policy.may_enter(room, member, invited=pending is not None).enforce()
    banned = work.room_bans.banned_until(room.id, me, work.now)
    policy.may_come_in(banned, work.room_tastes.of(me)).enforce()
    if member is None:
        course.arrive(RoomMember(room_id=room.id, user_id=me, joined_at=work.now), work.now)
    elif not member.present:
        course.arrive(member.back(work.now), work.now)
    elif member.dropped_at is not None:
        course.note_member(attrs.evolve(member, dropped_at=None))
    go_on(work, course)
    if pending is not None:
        accept(work, course, pending)
