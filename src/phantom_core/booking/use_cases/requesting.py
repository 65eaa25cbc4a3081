"""Wanting somebody for a project, and wanting it otherwise."""

from datetime import datetime

import attrs

from phantom_core.booking import policy
from phantom_core.booking.booking import (
    MOST_UNANSWERED,
    NOTE,
    ROLE,
    Booking,
    BookingId,
    BookingStatus,
    Proposal,
    Side,
)
from phantom_core.booking.errors import BookedProjectOver, TooManyUnanswered
from phantom_core.booking.events import BookingChanged, BookingRequested
from phantom_core.booking.ports import BookingWork
from phantom_core.booking.slot import Slot
from phantom_core.booking.use_cases._finding import held
from phantom_core.booking.use_cases._telling import shown, tell
from phantom_core.booking.use_cases._times import slot_of
from phantom_core.booking.views import BookingView
from phantom_core.kernel import (
    UNCHANGED,
    Access,
    Checked,
    Command,
    Fault,
    Forbidden,
    Id,
    Invalid,
    NotFound,
    Unchanged,
    UserId,
    given,
    ruled,
)

__all__ = ["ChangeBooking", "RequestBooking"]


@attrs.frozen(kw_only=True)
class RequestBooking(Checked, Command[BookingView]):
    """Ask somebody to take part in a project; those may who may bring people into it.

    Attributes:
        role: what as.
        note: what is to be done.
        start_time: when it begins; without an offset, what clocks show in `time_zone`.
        end_time: when it ends, as `start_time`; both, or neither.
        time_zone: the IANA name of the zone that is meant, UTC if absent.

    Raises: Invalid, also for somebody whom one may not book, whatever the reason; NotFound, if
    there is no such project for the actor; BookedProjectOver; Forbidden; TooManyUnanswered.
    """

    access = Access.PERSON
    project_id: Id
    user_id: UserId
    role: str | None = ruled(ROLE, default=None)
    note: str | None = ruled(NOTE, default=None)
    start_time: datetime | None = None
    end_time: datetime | None = None
    time_zone: str | None = None

    def run(self, work: BookingWork) -> BookingView:
        """Answer the booking."""
        me = work.actor.person
        slot = slot_of(work.time_zones, self.start_time, self.end_time, self.time_zone)
        work.parties.hold(me, self.user_id)
        self._expect_project(work)
        if not self._may_be_booked(work):
            raise Invalid(Fault("user_id", "must be an active user whom you may book"))
        if work.bookings.unanswered(me, self.user_id) >= MOST_UNANSWERED:
            raise TooManyUnanswered(MOST_UNANSWERED)
        booking = self._booking(work, slot)
        work.bookings.add(booking)
        return tell(work, booking, BookingRequested)

    def _expect_project(self, work: BookingWork) -> None:
        standing = work.booking_projects.standing(self.project_id, work.actor.person)
        if standing is None:
            raise NotFound("project", self.project_id)
        if not standing.is_active:
            raise BookedProjectOver
        if not standing.may_book:
            raise Forbidden("Only those who may invite others to a project may book for it.")

    def _may_be_booked(self, work: BookingWork) -> bool:
        me, them = work.actor.person, self.user_id
        return them != me and work.people.active(them) and not work.blocks.between(me, them)

    def _booking(self, work: BookingWork, slot: Slot | None) -> Booking:
        return Booking(
            id=BookingId(work.new_id()),
            project_id=self.project_id,
            user_id=self.user_id,
            requested_by=work.actor.person,
            role=self.role,
            note=self.note,
            slot=slot,
            created_at=work.now,
            updated_at=work.now,
        )


@attrs.frozen(kw_only=True)
class ChangeBooking(Command[BookingView]):
    """Say otherwise what is wanted, or when. What is not given stays as it is.

    The role and note are the requester's to change, until the booking is confirmed. The time of a
    request is theirs as well. The booked user, and either of them once it is confirmed, proposes
    another time: it stands when the other side confirms it. To propose the time that stands takes
    a proposal back, whosever it is; another proposal replaces it.

    Attributes:
        start_time: as in `RequestBooking`; where one of the three is not given, it is as it stands.
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated; Forbidden; WrongStatus.
    """

    access = Access.PERSON
    booking_id: BookingId
    role: str | Unchanged | None = UNCHANGED
    note: str | Unchanged | None = UNCHANGED
    start_time: datetime | Unchanged | None = UNCHANGED
    end_time: datetime | Unchanged | None = UNCHANGED
    time_zone: str | Unchanged | None = UNCHANGED
    version: int | None = None

    def run(self, work: BookingWork) -> BookingView:
        """Answer the booking as it is now."""
        before, side = held(work, self.booking_id, self.version)
        changed = self._timed(work, self._described(work, before, side), side)
        if changed == before:
            return shown(work, before)
        # However much is otherwise, it is one change.
        changed = attrs.evolve(changed, version=before.version + 1)
        work.bookings.put(changed)
        return tell(work, changed, BookingChanged)

    def _described(self, work: BookingWork, before: Booking, side: Side) -> Booking:
        said = given(role=self.role, note=self.note)
        if not said:
            return before
        policy.may_describe(before, side).enforce()
        return before.changed(work.now, **said)

    def _timed(self, work: BookingWork, before: Booking, side: Side) -> Booking:
        said = given(start=self.start_time, end=self.end_time, time_zone=self.time_zone)
        if not said:
            return before
        policy.may_change_times(before).enforce()
        slot = slot_of(work.time_zones, **{**_said_by(before.slot), **said})
        if side is Side.REQUESTER and before.status is BookingStatus.REQUESTED:
            return before.changed(work.now, slot=slot, proposal=None)
        return before.proposing(Proposal(slot=slot, proposed_by=work.actor.person), work.now)


def _said_by(slot: Slot | None) -> dict[str, datetime | str | None]:
    if slot is None:
        return {"start": None, "end": None, "time_zone": None}
    return {"start": slot.start_time, "end": slot.end_time, "time_zone": slot.time_zone}
