"""Taking somebody's words out of the bookings that are the other side's as well."""

from typing import Any

from phantom_core.booking import Booking, BookingId
from phantom_core.booking.ports import BookingWork
from phantom_core.kernel import UserId
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.use_cases.steps.step import FEW, Done, ErasingWork

__all__ = ["reword_answers", "reword_requests"]


class _Bookings(BookingWork, ErasingWork):
    """Bookings, and rows."""


def reword_requests(work: _Bookings, erasure: Erasure, cursor: str) -> Done:
    """Take out what they said of whom they wanted; everything is closed already."""
    return _reword(work, erasure, "requested_by", cursor)


def reword_answers(work: _Bookings, erasure: Erasure, cursor: str) -> Done:
    """Take out why they did not come."""
    return _reword(work, erasure, "user_id", cursor)


def _reword(work: _Bookings, erasure: Erasure, side: str, cursor: str) -> Done:
    found = work.personal_rows.ids("bookings", "id", side, erasure.user_id, after=cursor, limit=FEW)
    reworded = 0
    for booking_id in map(BookingId, found):
        booking = work.bookings.get(booking_id)
        wordless = booking.changed(work.now, **_without_words(booking, erasure.user_id))
        if wordless != booking:
            work.bookings.put(wordless)
            reworded += 1
    return Done(count=reworded, cursor=found[-1] if found else "", more=len(found) == FEW)


def _without_words(booking: Booking, user_id: UserId) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if booking.requested_by == user_id:
        said |= {"role": None, "note": None}
    if booking.cancelled_by == user_id:
        said |= {"reason": None}
    return said
