"""Bookings for the suites of their ports."""

from datetime import datetime, timedelta
from typing import Any

from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_core.booking import Booking, BookingId, BookingStatus, Slot
from phantom_core.kernel import Id, uuid7

__all__ = ["booked_project", "booking", "booking_id", "confirmed", "hours"]


def booking_id(number: int) -> BookingId:
    """The id of one of many bookings; a greater number is a greater id."""
    return BookingId(uuid7(MOMENT, 7000 + number))


def booked_project(number: int) -> Id:
    """The id of one of many projects."""
    return Id(uuid7(MOMENT, 8000 + number))


def _hour(number: int) -> datetime:
    return MOMENT + timedelta(hours=number)


def hours(begin: int, end: int, time_zone: str = "Europe/Berlin") -> Slot:
    """From one hour to another."""
    return Slot(start_time=_hour(begin), end_time=_hour(end), time_zone=time_zone)


def booking(number: int, who: int = 1, by: int = 2, **fields: Any) -> Booking:
    """One of many bookings: the first person is wanted by the second."""
    given: dict[str, Any] = {
        "id": booking_id(number),
        "project_id": booked_project(1),
        "user_id": user_id(who),
        "requested_by": user_id(by),
        "created_at": MOMENT,
        "updated_at": MOMENT + timedelta(milliseconds=1),
    }
    return Booking(**{**given, **fields})


def confirmed(number: int, begin: int, end: int, who: int = 1, **fields: Any) -> Booking:
    """One of many bookings, confirmed from one hour to another."""
    taken = {"status": BookingStatus.CONFIRMED, "slot": hours(begin, end)}
    return booking(number, who, **{**taken, **fields})
