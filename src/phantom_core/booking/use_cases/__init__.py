"""Everything that can be done with bookings."""

from phantom_core.booking.use_cases.answering import (
    CancelBooking,
    CompleteBooking,
    ConfirmBooking,
)
from phantom_core.booking.use_cases.closing import (
    CloseBookingsFor,
    CloseBookingsOf,
    PartBookings,
)
from phantom_core.booking.use_cases.looking import GetBooking, ListBookings
from phantom_core.booking.use_cases.requesting import ChangeBooking, RequestBooking

__all__ = [
    "CancelBooking",
    "ChangeBooking",
    "CloseBookingsFor",
    "CloseBookingsOf",
    "CompleteBooking",
    "ConfirmBooking",
    "GetBooking",
    "ListBookings",
    "PartBookings",
    "RequestBooking",
]
