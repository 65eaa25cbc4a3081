"""Bookings, in memory."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.booking import (
    Booking,
    BookingFilter,
    BookingId,
    Bookings,
    BookingStatus,
    ClashOfBookings,
    Slot,
)
from phantom_core.booking.listing import before_booking, booking_cursor
from phantom_core.kernel import Id, Page, PageRequest, UserId

__all__ = ["MemoryBookings"]


class MemoryBookings(Bookings):
    """Bookings by id. Transactions come one after another: nobody needs to be held."""

    def __init__(self, journal: Journal, people: IdentityTables) -> None:
        self._rows: MemoryRows[BookingId, Booking] = MemoryRows(
            journal, "booking", attrgetter("id"), name="bookings"
        )
        self._people = people

    def add(self, booking: Booking) -> None:
        """Store a new booking."""
        self._expect_free(booking)
        self._rows.add(booking)

    def get(self, booking_id: BookingId) -> Booking:
        """Find a booking, or refuse."""
        return self._rows.get(booking_id)

    def find(self, booking_id: BookingId) -> Booking | None:
        """Find a booking."""
        return self._rows.find(booking_id)

    def put(self, booking: Booking) -> None:
        """Store a booking's new state."""
        self._expect_free(booking)
        self._rows.put(booking)

    def listed(self, user_id: UserId, wanted: BookingFilter, page: PageRequest) -> Page[Booking]:
        """Those of somebody's bookings that are wanted, the newest first."""
        before = before_booking(page)
        rows = [
            each
            for each in self._rows
            if each.id < before
            and wanted.fits(each, user_id)
            and not self._people.blocked(*each.sides)
        ]
        rows.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rows, page.limit, lambda each: booking_cursor(each.id))

    def unanswered(self, requested_by: UserId, user_id: UserId) -> int:
        """How many requests of one person's another has not answered."""
        sides = (user_id, requested_by)
        return sum(
            each.status is BookingStatus.REQUESTED and each.sides == sides for each in self._rows
        )

    def open_between(self, one: UserId, other: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings of one of two people by the other, by id."""
        return self._open(lambda each: {*each.sides} == {one, other}, limit)

    def open_of(self, user_id: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings in which somebody is either side, by id."""
        return self._open(lambda each: user_id in each.sides, limit)

    def open_in(self, project_id: Id, limit: int) -> Sequence[Booking]:
        """Open bookings for a project, by id."""
        return self._open(lambda each: each.project_id == project_id, limit)

    def _open(self, wanted: Callable[[Booking], bool], limit: int) -> Sequence[Booking]:
        found = [each for each in self._rows if each.is_open and wanted(each)]
        return sorted(found, key=attrgetter("id"))[:limit]

    def _expect_free(self, booking: Booking) -> None:
        wanted = booking.taken
        if wanted is not None and any(
            taken is not None and taken.overlaps(wanted) for taken in self._others(booking)
        ):
            raise ClashOfBookings

    def _others(self, booking: Booking) -> Iterator[Slot | None]:
        for each in self._rows:
            if each.user_id == booking.user_id and each.id != booking.id:
                yield each.taken
