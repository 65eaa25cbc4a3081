"""Answering requests: confirming, cancelling, completing."""

import attrs

from phantom_core.booking import policy
from phantom_core.booking.booking import REASON, BookingId, Move
from phantom_core.booking.events import BookingCancelled, BookingCompleted, BookingConfirmed
from phantom_core.booking.ports import BookingWork
from phantom_core.booking.use_cases._finding import held
from phantom_core.booking.use_cases._telling import tell
from phantom_core.booking.views import BookingView
from phantom_core.kernel import Access, Checked, Command, ruled

__all__ = ["CancelBooking", "CompleteBooking", "ConfirmBooking"]


@attrs.frozen(kw_only=True)
class ConfirmBooking(Command[BookingView]):
    """Agree: to a request, as the booked user; or to the time that the other side has proposed.

    Where the other side has proposed a time, that is what is confirmed. Of one user's confirmed
    bookings no two overlap; where one ends as the other begins, they do not.

    Attributes:
        version: the one that is agreed to; any, if absent.

    Raises: NotFound; Outdated; Forbidden; WrongStatus; ClashOfBookings.
    """

    access = Access.PERSON
    booking_id: BookingId
    version: int | None = None

    def run(self, work: BookingWork) -> BookingView:
        """Answer the booking as it is now."""
        before, side = held(work, self.booking_id, self.version)
        if before.proposed_to(work.actor.person):
            policy.may_accept(before).enforce()
            confirmed = before.accepted(work.now)
        else:
            policy.may_move(before, side, Move.CONFIRM, work.now).enforce()
            confirmed = before.moved(Move.CONFIRM, work.now)
        work.bookings.put(confirmed)
        return tell(work, confirmed, BookingConfirmed)


@attrs.frozen(kw_only=True)
class CancelBooking(Checked, Command[BookingView]):
    """Call a booking off, as either side, and perhaps say why.

    Raises: Invalid; NotFound; Outdated; WrongStatus.
    """

    access = Access.PERSON
    booking_id: BookingId
    reason: str | None = ruled(REASON, default=None)
    version: int | None = None

    def run(self, work: BookingWork) -> BookingView:
        """Answer the booking as it is now."""
        before, side = held(work, self.booking_id, self.version)
        policy.may_move(before, side, Move.CANCEL, work.now).enforce()
        me = work.actor.person
        cancelled = before.moved(Move.CANCEL, work.now, cancelled_by=me, reason=self.reason)
        work.bookings.put(cancelled)
        return tell(work, cancelled, BookingCancelled)


@attrs.frozen(kw_only=True)
class CompleteBooking(Command[BookingView]):
    """Say that it has taken place, as either side, after its end; without a time, at any time.

    Raises: NotFound; Outdated; WrongStatus; NotOverYet.
    """

    access = Access.PERSON
    booking_id: BookingId
    version: int | None = None

    def run(self, work: BookingWork) -> BookingView:
        """Answer the booking as it is now."""
        before, side = held(work, self.booking_id, self.version)
        policy.may_move(before, side, Move.COMPLETE, work.now).enforce()
        completed = before.moved(Move.COMPLETE, work.now)
        work.bookings.put(completed)
        return tell(work, completed, BookingCompleted)
