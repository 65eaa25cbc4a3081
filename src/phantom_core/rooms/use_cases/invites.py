"""Inviting people to private rooms, and answering invites."""

from collections.abc import Iterator

import attrs

from phantom_core.kernel import (
    MAX_PAGE,
    Access,
    Command,
    Fault,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
)
from phantom_core.rooms import policy
from phantom_core.rooms.course import Course
from phantom_core.rooms.errors import AlreadyPresent, InviteAnswered, InvitesFull
from phantom_core.rooms.invite import MOST_PENDING, InviteStatus, RoomInvite
from phantom_core.rooms.names import InviteId, RoomId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import (
    active,
    course_of,
    go_on,
    present_in,
    seen_room,
    up_to_now,
)
from phantom_core.rooms.use_cases._entering import come_in, hold_self
from phantom_core.rooms.use_cases._inviting import (
    decline,
    invite,
    may_be_invited,
    revoke,
    shown,
)
from phantom_core.rooms.use_cases._viewing import inside
from phantom_core.rooms.views import InviteView, RoomView

__all__ = [
    "AcceptInvite",
    "DeclineInvite",
    "InviteToRoom",
    "ListMyInvites",
    "PartInvites",
    "RevokeInvite",
]


@attrs.frozen(kw_only=True)
class InviteToRoom(Command[InviteView]):
    """Invite somebody to a private room one is in. Who is invited already, stays so.

    Raises: NotFound; RoomOver; Invalid, for somebody whom one may not invite; Forbidden, in a
    public room; Conflict, if they are there, or too many invites are pending.
    """

    access = Access.PERSON
    room_id: RoomId
    user_id: UserId

    def run(self, work: RoomsWork) -> InviteView:
        """Answer the invite that is pending now."""
        course = self._course(work)
        if not may_be_invited(work, self.user_id):
            raise Invalid(Fault("user_id", "must be an active user whom you may invite"))
        if present_in(work, course, self.user_id) is not None:
            raise AlreadyPresent
        if work.room_bans.banned_until(self.room_id, self.user_id, work.now) is not None:
            raise Invalid(Fault("user_id", "must be somebody who is not banned here"))
        go_on(work, course)
        pending = work.room_invites.pending(self.room_id, self.user_id)
        if pending is not None:
            return shown(work, course, pending)
        if len(work.room_invites.pending_in(self.room_id, MOST_PENDING)) >= MOST_PENDING:
            raise InvitesFull
        return invite(work, course, self.user_id)

    def _course(self, work: RoomsWork) -> Course:
        course = seen_room(work, self.room_id)
        policy.may_invite(course.room).enforce()
        return course


@attrs.frozen(kw_only=True)
class RevokeInvite(Command[None]):
    """Take an invite back, as the host or as who has invited. Doing it again changes nothing.

    Raises: NotFound; HostsOnly; InviteAnswered.
    """

    access = Access.PERSON
    invite_id: InviteId

    def run(self, work: RoomsWork) -> None:
        """Take it back, if it is pending."""
        course, sent = _found(work, self.invite_id)
        up_to_now(work, course)
        present = present_in(work, course, work.actor.person) is not None
        policy.may_revoke(work.actor.person, sent, course.room, present=present).enforce()
        if sent.status is InviteStatus.REVOKED:
            return
        if not sent.pending:
            raise InviteAnswered
        go_on(work, course)
        if course.room.is_active:
            revoke(work, course, sent)


@attrs.frozen(kw_only=True)
class AcceptInvite(Command[RoomView]):
    """Come into the room that one is invited to.

    Raises: NotFound, to all others; InviteAnswered; Banned; EntryRule; NotAuthenticated.
    """

    access = Access.PERSON
    invite_id: InviteId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as those see it who are in it."""
        hold_self(work)
        course, _ = _addressed(work, self.invite_id)
        come_in(work, course)
        return inside(work, course)


@attrs.frozen(kw_only=True)
class DeclineInvite(Command[InviteView]):
    """Say that one will not come. Raises: NotFound, to all others; InviteAnswered."""

    access = Access.PERSON
    invite_id: InviteId

    def run(self, work: RoomsWork) -> InviteView:
        """Answer the invite as it stands now."""
        course, sent = _addressed(work, self.invite_id)
        go_on(work, course)
        return decline(work, course, sent)


@attrs.frozen(kw_only=True)
class PartInvites(Command[None]):
    """Take back what invites two people have sent each other: one has blocked the other."""

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: RoomsWork) -> None:
        """Take back those that are found among each one's newest."""
        between = [*_sent(work, self.one, self.other), *_sent(work, self.other, self.one)]
        for sent in sorted(between, key=lambda each: each.room_id):
            course, held = _found(work, sent.id)
            if held.pending:
                revoke(work, course, held)


@attrs.frozen(kw_only=True)
class ListMyInvites(Query[Page[InviteView]]):
    """List the invites that one has not answered, the latest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: RoomsWork) -> Page[InviteView]:
        """Answer a page of them."""
        pending = work.room_invites.pending_of(work.actor.person, self.page)
        return pending.map(lambda sent: shown(work, _now(work, sent.room_id), sent))


def _now(work: RoomsWork, room_id: RoomId) -> Course:
    course = course_of(work, work.rooms.get(room_id))
    up_to_now(work, course)
    return course


def _found(work: RoomsWork, invite_id: InviteId) -> tuple[Course, RoomInvite]:
    """An invite and its room's course, both held, the room first. Raises: NotFound."""
    found = work.room_invites.find(invite_id)
    if found is None:
        raise NotFound("invite", invite_id)
    course = course_of(work, work.rooms.get(found.room_id))
    return course, work.room_invites.get(invite_id)


def _addressed(work: RoomsWork, invite_id: InviteId) -> tuple[Course, RoomInvite]:
    """An invite that the actor may answer, and its room's course up to now.

    Raises: NotFound, InviteAnswered, RoomOver, CatchingUp.
    """
    course, sent = _found(work, invite_id)
    policy.may_answer(work.actor.person, sent).enforce()
    if not sent.pending:
        raise InviteAnswered
    return active(work, course.room), sent


def _sent(work: RoomsWork, sender: UserId, to: UserId) -> Iterator[RoomInvite]:
    newest = work.room_invites.pending_of(to, PageRequest(limit=MAX_PAGE))
    return (sent for sent in newest.items if sent.invited_by == sender)
