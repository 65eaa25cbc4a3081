"""Looking at bookings."""

import attrs

from phantom_core.booking.booking import BookingId
from phantom_core.booking.listing import BookingFilter
from phantom_core.booking.ports import BookingWork
from phantom_core.booking.use_cases._finding import seen
from phantom_core.booking.use_cases._telling import shown, shown_page
from phantom_core.booking.views import BookingView
from phantom_core.kernel import Access, Page, PageRequest, Query

__all__ = ["GetBooking", "ListBookings"]


@attrs.frozen(kw_only=True)
class GetBooking(Query[BookingView]):
    """Look at a booking that concerns one. Raises: NotFound, to all others."""

    access = Access.PERSON
    booking_id: BookingId

    def run(self, work: BookingWork) -> BookingView:
        """Answer it."""
        booking, _ = seen(work, self.booking_id)
        return shown(work, booking)


@attrs.frozen(kw_only=True)
class ListBookings(Query[Page[BookingView]]):
    """List those of one's bookings that are wanted, the newest first.

    Those with somebody whom one has blocked, or by whom one is blocked, are left out.
    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    wanted: BookingFilter = BookingFilter()
    page: PageRequest = PageRequest()

    def run(self, work: BookingWork) -> Page[BookingView]:
        """Answer a page of them."""
        found = work.bookings.listed(work.actor.person, self.wanted, self.page)
        return shown_page(work, found)
