"""What becomes of invites, and who is told of it."""

from phantom_core.kernel import UserId
from phantom_core.rooms.course import Course
from phantom_core.rooms.events import (
    InviteAccepted,
    InviteDeclined,
    InviteEvent,
    InviteReceived,
    InviteRevoked,
)
from phantom_core.rooms.invite import MOST_PENDING, InviteStatus, RoomInvite
from phantom_core.rooms.names import InviteId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.showing import invite_of
from phantom_core.rooms.use_cases._cards import card, people_named
from phantom_core.rooms.views import InviteView


def may_be_invited(work: RoomsWork, user_id: UserId) -> bool:
    """Whether the actor may invite somebody; why they may not is not for the actor to know."""
    me = work.actor.person
    active = user_id != me and work.people.active(user_id)
    return active and not work.blocks.between(me, user_id)


def invite(work: RoomsWork, course: Course, user_id: UserId) -> InviteView:
    """Invite somebody whom the actor may invite."""
    sent = RoomInvite(
        id=InviteId(work.new_id()),
        room_id=course.room.id,
        invited_by=work.actor.person,
        invited_user_id=user_id,
        created_at=work.now,
    )
    work.room_invites.add(sent)
    return _told(work, course, sent, InviteReceived, user_id)


def accept(work: RoomsWork, course: Course, pending: RoomInvite) -> InviteView:
    """Note that somebody has come whom an invite was for."""
    accepted = _answered(work, pending, InviteStatus.ACCEPTED)
    return _told(work, course, accepted, InviteAccepted, *_both(accepted))


def decline(work: RoomsWork, course: Course, pending: RoomInvite) -> InviteView:
    """Note that somebody will not come."""
    declined = _answered(work, pending, InviteStatus.REJECTED)
    return _told(work, course, declined, InviteDeclined, *_both(declined))


def revoke(work: RoomsWork, course: Course, pending: RoomInvite) -> None:
    """Take an invite back."""
    revoked = _answered(work, pending, InviteStatus.REVOKED)
    _told(work, course, revoked, InviteRevoked, revoked.invited_user_id)


def revoke_all(work: RoomsWork, course: Course) -> None:
    """Take all invites to a room back that are pending."""
    for pending in work.room_invites.pending_in(course.room.id, MOST_PENDING):
        revoke(work, course, pending)


def shown(work: RoomsWork, course: Course, sent: RoomInvite) -> InviteView:
    """An invite as those see it who are concerned."""
    people = people_named(work, (sent.invited_by, sent.invited_user_id))
    return invite_of(sent, card(work, course), people)


def _both(answered: RoomInvite) -> tuple[UserId, UserId]:
    return answered.invited_user_id, answered.invited_by


def _answered(work: RoomsWork, pending: RoomInvite, status: InviteStatus) -> RoomInvite:
    answered = pending.answered(status)
    work.room_invites.put(answered)
    return answered


def _told(
    work: RoomsWork, course: Course, sent: RoomInvite, event: type[InviteEvent], *to: UserId
) -> InviteView:
    view = shown(work, course, sent)
    for user_id in to:
        work.record(event(user_id=user_id, invite=view))
    return view
