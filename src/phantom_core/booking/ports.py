"""What bookings need of storage, and of their neighbours.

Where a row is *held*, no other transaction changes it until this one ends; a query holds nothing.
People are held first, in the order of their ids, then a project, then bookings in that order.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from typing import Protocol

import attrs

from phantom_core.booking.booking import Booking, BookingId
from phantom_core.booking.listing import BookingFilter
from phantom_core.kernel import Id, Page, PageRequest, Person, UserId, Work

__all__ = [
    "Blocks",
    "BookingProjects",
    "BookingWork",
    "Bookings",
    "Parties",
    "People",
    "ProjectStanding",
    "TimeZones",
]


class Bookings(Protocol):
    """Bookings. Whatever is stored, one user's confirmed ones never overlap.

    So that two that come at once cannot both get in, the booked user is held when one with a time
    is stored as confirmed.
    """

    def add(self, booking: Booking) -> None:
        """Store a new booking. Raises: Conflict, if its id is in use; ClashOfBookings."""

    def get(self, booking_id: BookingId) -> Booking:
        """Find a booking, and hold it. Raises: NotFound."""

    def find(self, booking_id: BookingId) -> Booking | None:
        """Find a booking; `None` if there is none. Nothing is held."""

    def put(self, booking: Booking) -> None:
        """Store a booking's new state. Raises: NotFound; ClashOfBookings."""

    def listed(self, user_id: UserId, wanted: BookingFilter, page: PageRequest) -> Page[Booking]:
        """Those of somebody's bookings that are wanted, the newest first.

        Those with somebody whom they have blocked, or who has blocked them, are left out. Nothing
        is held. Raises: Invalid, for a foreign cursor.
        """

    def unanswered(self, requested_by: UserId, user_id: UserId) -> int:
        """How many requests of one person's another has not answered."""

    def open_between(self, one: UserId, other: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings of one of two people by the other, by id, held."""

    def open_of(self, user_id: UserId, limit: int) -> Sequence[Booking]:
        """Open bookings in which somebody is either side, by id, held."""

    def open_in(self, project_id: Id, limit: int) -> Sequence[Booking]:
        """Open bookings for a project, by id, held."""


class Parties(Protocol):
    """The two whom a booking concerns."""

    def hold(self, *user_ids: UserId) -> None:
        """Hold people, in the order of their ids; those that there are not are passed over."""


@attrs.frozen(kw_only=True)
class ProjectStanding:
    """What a project is to somebody.

    Attributes:
        is_active: whether it was not deleted.
        may_book: whether they may bring people in.
    """

    is_active: bool
    may_book: bool


class BookingProjects(Protocol):
    """The projects that people are booked for."""

    def standing(self, project_id: Id, user_id: UserId) -> ProjectStanding | None:
        """What a project is to somebody, held; `None` if they may not know of it."""

    def names(self, project_ids: Collection[Id]) -> Mapping[Id, str]:
        """What projects are called, also those that were deleted; in no order."""


class People(Protocol):
    """Who people are."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status, in no order."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""


class TimeZones(Protocol):
    """The time zones of the world."""

    def find(self, name: str) -> tzinfo | None:
        """The zone of an IANA name, in its own case; `None` if there is none."""


class BookingWork(Work, Protocol):
    """What the commands of bookings are given."""

    bookings: Bookings
    parties: Parties
    booking_projects: BookingProjects
    time_zones: TimeZones

    @property
    def people(self) -> People:
        """Who people are; identity's own."""

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own."""
