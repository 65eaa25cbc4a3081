"""What becomes of open bookings when people part, go, or have no project any more.

What is confirmed and past has taken place; all else is cancelled, by nobody in particular. So many
are closed at once, the rest by a job: within a pair, those at once are practically all there are.
"""

from collections.abc import Sequence

import attrs

from phantom_core.booking.booking import Booking, BookingStatus
from phantom_core.booking.events import BookingCancelled, BookingCompleted
from phantom_core.booking.ports import BookingWork
from phantom_core.booking.use_cases._telling import tell
from phantom_core.kernel import Access, Command, Id, UserId

__all__ = ["CloseBookingsFor", "CloseBookingsOf", "PartBookings"]

_AT_ONCE = 20


@attrs.frozen(kw_only=True)
class PartBookings(Command[None]):
    """Close what is open between two people: one has blocked the other."""

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: BookingWork) -> None:
        """Close them."""
        _close(work, self, work.bookings.open_between(self.one, self.other, _AT_ONCE))


@attrs.frozen(kw_only=True)
class CloseBookingsOf(Command[None]):
    """Close all that is open of somebody who is not active any more."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: BookingWork) -> None:
        """Close them, unless they are active again meanwhile."""
        if not work.people.active(self.user_id):
            _close(work, self, work.bookings.open_of(self.user_id, _AT_ONCE))


@attrs.frozen(kw_only=True)
class CloseBookingsFor(Command[None]):
    """Close all that is open for a project that was deleted."""

    access = Access.SYSTEM
    project_id: Id

    def run(self, work: BookingWork) -> None:
        """Close them."""
        _close(work, self, work.bookings.open_in(self.project_id, _AT_ONCE))


def _close(work: BookingWork, command: Command[None], found: Sequence[Booking]) -> None:
    for booking in found:
        closed = booking.closed(work.now)
        work.bookings.put(closed)
        took_place = closed.status is BookingStatus.COMPLETED
        tell(work, closed, BookingCompleted if took_place else BookingCancelled)
    if len(found) == _AT_ONCE:
        work.enqueue(command)
