"""What happens to bookings, told to both whom they concern. Each event tells the whole booking."""

from typing import ClassVar, Final

import attrs

from phantom_core.booking.views import BookingView
from phantom_core.kernel import Event, Topic, UserId, topic

__all__ = [
    "EVENTS",
    "BookingCancelled",
    "BookingChanged",
    "BookingCompleted",
    "BookingConfirmed",
    "BookingEvent",
    "BookingRequested",
]


@attrs.frozen(kw_only=True)
class BookingEvent(Event):
    """Something about a booking, told to one of the two.

    Attributes:
        user_id: who is told.
        by: who did it; `None` for the system.
    """

    user_id: UserId
    booking: BookingView
    by: UserId | None

    @property
    def topic(self) -> Topic:
        """That user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class BookingRequested(BookingEvent):
    """Somebody is wanted for a project."""

    name: ClassVar[str] = "booking.requested"


@attrs.frozen(kw_only=True)
class BookingChanged(BookingEvent):
    """Something else is wanted, or another time proposed, or a proposal taken back."""

    name: ClassVar[str] = "booking.changed"


@attrs.frozen(kw_only=True)
class BookingConfirmed(BookingEvent):
    """Both have agreed; told again, on another time."""

    name: ClassVar[str] = "booking.confirmed"


@attrs.frozen(kw_only=True)
class BookingCancelled(BookingEvent):
    """Nothing comes of it."""

    name: ClassVar[str] = "booking.cancelled"


@attrs.frozen(kw_only=True)
class BookingCompleted(BookingEvent):
    """It has taken place."""

    name: ClassVar[str] = "booking.completed"


EVENTS: Final[tuple[type[Event], ...]] = (
    BookingRequested,
    BookingChanged,
    BookingConfirmed,
    BookingCancelled,
    BookingCompleted,
)
"""All of them."""
