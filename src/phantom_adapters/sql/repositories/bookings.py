"""Bookings, over SQL."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.bookings import bookings
from phantom_adapters.sql.tables.identity import blocks, users
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Choice, Instant, Key
from phantom_core.booking import (
    Booking,
    BookingFilter,
    BookingId,
    Bookings,
    BookingStatus,
    ClashOfBookings,
    Side,
    Slot,
)
from phantom_core.booking.listing import before_booking, booking_cursor
from phantom_core.kernel import Id, Page, PageRequest, UserId

__all__ = ["SqlBookings"]

_BOOKINGS: Final = Rows(
    bookings,
    Booking,
    noun="booking",
    computed={
        "start_time": lambda booking: booking.slot and booking.slot.start_time,
        "end_time": lambda booking: booking.slot and booking.slot.end_time,
    },
)
_OPEN: Final = bookings.c.status.in_([BookingStatus.REQUESTED, BookingStatus.CONFIRMED])
_SIDES: Final = {Side.BOOKED: bookings.c.user_id, Side.REQUESTER: bookings.c.requested_by}
_HELD: Final = Statement(select(users.c.id).where(users.c.id == bindparam("id")), locks=True)
_CLASH: Final = Statement(
    select(bookings.c.id)
    .where(
        bookings.c.user_id == bindparam("user_id"),
        bookings.c.status == BookingStatus.CONFIRMED,
        bookings.c.end_time > bindparam("start"),
        bookings.c.start_time < bindparam("end"),
        bookings.c.id != bindparam("id"),
    )
    .limit(1)
)
_UNANSWERED: Final = Statement(
    select(func.count())
    .select_from(bookings)
    .where(
        bookings.c.user_id == bindparam("user_id"),
        bookings.c.requested_by == bindparam("requested_by"),
        bookings.c.status == BookingStatus.REQUESTED,
    )
)


def _opened(*conditions: ColumnElement[bool]) -> Statement:
    clause = _BOOKINGS.select.where(_OPEN, *conditions).order_by(bookings.c.id)
    return Statement(clause.limit(bindparam("limit")), locks=True)


def _are(user_id: str, requested_by: str) -> ColumnElement[bool]:
    return and_(
        bookings.c.user_id == bindparam(user_id, type_=Key()),
        bookings.c.requested_by == bindparam(requested_by, type_=Key()),
    )


_BETWEEN: Final = _opened(or_(_are("one", "other"), _are("other", "one")))
_OF: Final = _opened(or_(*(side == bindparam("user_id", type_=Key()) for side in _SIDES.values())))
_IN: Final = _opened(bookings.c.project_id == bindparam("project_id"))


def _not_apart() -> ColumnElement[bool]:
    def blocking(one: Any, other: Any) -> ColumnElement[bool]:
        found = and_(blocks.c.blocker_id == one, blocks.c.blocked_id == other)
        return exists(select(blocks.c.blocker_id).where(found).correlate(bookings))

    sides = bookings.c.user_id, bookings.c.requested_by
    return ~or_(blocking(*sides), blocking(*reversed(sides)))


_NARROWED: Final[dict[str, ColumnElement[bool]]] = {
    "statuses": bookings.c.status.in_(
        bindparam("statuses", expanding=True, type_=Choice(BookingStatus))
    ),
    "project_id": bookings.c.project_id == bindparam("project_id", type_=Key()),
    "begin": bookings.c.end_time > bindparam("begin", type_=Instant()),
    "end": bookings.c.start_time < bindparam("end", type_=Instant()),
}


@by_form
def _listed(side: Side, narrowed: tuple[str, ...]) -> Statement:
    """Lists what somebody has as one side, off its index."""
    return Statement(
        _BOOKINGS.select.where(
            _SIDES[side] == bindparam("me"),
            bookings.c.id < bindparam("before"),
            *(_NARROWED[name] for name in narrowed),
            _not_apart(),
        )
        .order_by(bookings.c.id.desc())
        .limit(bindparam("limit"))
    )


class SqlBookings(Bookings):
    """Bookings in a table.

    That no two overlap is ensured by the lock on the booked user's row: whoever confirms after
    another has waited for it reads what that one has confirmed.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, booking: Booking) -> None:
        """Store a new booking."""
        self._expect_free(booking, booking.taken)
        _BOOKINGS.add(self._tx, booking)

    def get(self, booking_id: BookingId) -> Booking:
        """Find a booking, and hold it, or refuse."""
        return _BOOKINGS.get(self._tx, booking_id)

    def find(self, booking_id: BookingId) -> Booking | None:
        """Find a booking."""
        return _BOOKINGS.find(self._tx, booking_id)

    def put(self, booking: Booking) -> None:
        """Store a booking's new state."""
        self._expect_free(booking, booking.taken)
        _BOOKINGS.put(self._tx, booking)

    def listed(self, user_id: UserId, wanted: BookingFilter, page: PageRequest) -> Page[Booking]:
        """Those of somebody's bookings that are wanted, the newest first."""
        narrowed = {name: getattr(wanted, name) for name in _NARROWED if getattr(wanted, name)}
        place = {"me": user_id, "before": before_booking(page), "limit": page.limit + 1}
        found = [
            booking
            for side in ([wanted.side] if wanted.side else Side)
            for booking in _BOOKINGS.all(
                self._tx, _listed(side, tuple(narrowed)), **place, **narrowed
            )
        ]
        found.sort(key=attrgetter("id"), reverse=True)
        return Page.of(found, page.limit, lambda booking: booking_cursor(booking.id))

    def unanswered(self, requested_by: UserId, user_id: UserId) -> int:
        """How many requests of one person's another has not answered."""
        ((count,),) = self._tx.rows(_UNANSWERED, requested_by=requested_by, user_id=user_id)
        return int(count)

    def open_between(self, one: UserId, other: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings of one of two people by the other, by id, held."""
        return _BOOKINGS.all(self._tx, _BETWEEN, one=one, other=other, limit=limit)

    def open_of(self, user_id: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings in which somebody is either side, by id, held."""
        return _BOOKINGS.all(self._tx, _OF, user_id=user_id, limit=limit)

    def open_in(self, project_id: Id, limit: int) -> Sequence[Booking]:
        """Open bookings for a project, by id, held."""
        return _BOOKINGS.all(self._tx, _IN, project_id=project_id, limit=limit)

    def _expect_free(self, booking: Booking, taken: Slot | None) -> None:
        if taken is None:
            return
        self._tx.row(_HELD, id=booking.user_id)
        start, end = taken.start_time, taken.end_time
        place = {"id": booking.id, "user_id": booking.user_id, "start": start, "end": end}
        if self._tx.row(_CLASH, **place) is not None:
            raise ClashOfBookings
