"""Which bookings a list has, and where its pages begin: the same for every storage."""

from datetime import datetime
from typing import Final

import attrs

from phantom_core.booking.booking import Booking, BookingId, BookingStatus, Side
from phantom_core.kernel import Cursor, Fault, Id, Invalid, PageRequest, UserId
from phantom_core.kernel.paging import cursor_after, identifier_in, position

__all__ = ["LAST_ID", "BookingFilter", "before_booking", "booking_cursor"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

_BOOKINGS: Final = "bookings"


@attrs.frozen(kw_only=True)
class BookingFilter:
    """Which of somebody's bookings are wanted; all, where nothing is said.

    Attributes:
        side: those in which they are this.
        statuses: those that are one of these.
        project_id: those for this project.
        begin: those with a time that ends after this.
        end: those with a time that begins before this.
    """

    side: Side | None = None
    statuses: tuple[BookingStatus, ...] = ()
    project_id: Id | None = None
    begin: datetime | None = None
    end: datetime | None = None

    def __attrs_post_init__(self) -> None:
        """Have the stretch of time go forwards. Raises: Invalid."""
        if self.begin is not None and self.end is not None and self.end <= self.begin:
            raise Invalid(Fault("to", "must be later than from"))

    def fits(self, booking: Booking, user_id: UserId) -> bool:
        """Whether a booking is wanted, of somebody's."""
        side = booking.side_of(user_id)
        return (
            side is not None
            and self.side in {None, side}
            and (not self.statuses or booking.status in self.statuses)
            and self.project_id in {None, booking.project_id}
            and self._in_time(booking)
        )

    def _in_time(self, booking: Booking) -> bool:
        if self.begin is None and self.end is None:
            return True
        slot = booking.slot
        return (
            slot is not None
            and (self.begin is None or slot.end_time > self.begin)
            and (self.end is None or slot.start_time < self.end)
        )


def booking_cursor(booking_id: BookingId) -> Cursor:
    """The place after a booking."""
    return cursor_after(_BOOKINGS, booking_id)


def before_booking(page: PageRequest) -> Id:
    """The id before which a page's ids are. Raises: Invalid, for a foreign cursor."""
    keys = position(page, _BOOKINGS, str)
    return LAST_ID if keys is None else identifier_in(keys[0])
