"""Bookings: somebody is wanted for a project, agrees, and has a time for it to themself."""

from phantom_core.booking.booking import (
    MOST_UNANSWERED,
    MOVES,
    Booking,
    BookingId,
    BookingStatus,
    Move,
    Proposal,
    Side,
)
from phantom_core.booking.errors import (
    BookedProjectOver,
    ClashOfBookings,
    NotOverYet,
    TooManyUnanswered,
    WrongStatus,
)
from phantom_core.booking.listing import BookingFilter
from phantom_core.booking.ports import (
    BookingProjects,
    Bookings,
    BookingWork,
    Parties,
    ProjectStanding,
    TimeZones,
)
from phantom_core.booking.slot import LONGEST, Slot, in_utc
from phantom_core.booking.use_cases import (
    CancelBooking,
    ChangeBooking,
    CloseBookingsFor,
    CloseBookingsOf,
    CompleteBooking,
    ConfirmBooking,
    GetBooking,
    ListBookings,
    PartBookings,
    RequestBooking,
)
from phantom_core.booking.views import BookedProject, BookingView

__all__ = [
    "LONGEST",
    "MOST_UNANSWERED",
    "MOVES",
    "BookedProject",
    "BookedProjectOver",
    "Booking",
    "BookingFilter",
    "BookingId",
    "BookingProjects",
    "BookingStatus",
    "BookingView",
    "BookingWork",
    "Bookings",
    "CancelBooking",
    "ChangeBooking",
    "ClashOfBookings",
    "CloseBookingsFor",
    "CloseBookingsOf",
    "CompleteBooking",
    "ConfirmBooking",
    "GetBooking",
    "ListBookings",
    "Move",
    "NotOverYet",
    "PartBookings",
    "Parties",
    "ProjectStanding",
    "Proposal",
    "RequestBooking",
    "Side",
    "Slot",
    "TimeZones",
    "TooManyUnanswered",
    "WrongStatus",
    "in_utc",
]
