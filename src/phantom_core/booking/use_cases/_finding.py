"""Finding bookings that concern the actor."""

from phantom_core.booking.booking import Booking, BookingId, Side
from phantom_core.booking.ports import BookingWork
from phantom_core.kernel import NotFound


def seen(work: BookingWork, booking_id: BookingId) -> tuple[Booking, Side]:
    """A booking that concerns the actor, and what they are in it. Raises: NotFound."""
    found = work.bookings.find(booking_id)
    if found is None:
        raise NotFound("booking", booking_id)
    return found, _side(work, found)


def held(work: BookingWork, booking_id: BookingId, version: int | None) -> tuple[Booking, Side]:
    """As `seen`, for a command: both whom it concerns are held, and then the booking.

    So whatever makes people strangers to each other comes before it or after it.
    Raises: NotFound; Outdated.
    """
    met, side = seen(work, booking_id)
    work.parties.hold(*met.sides)
    booking = work.bookings.get(booking_id)
    _side(work, booking)
    return booking.based_on(version), side


def _side(work: BookingWork, booking: Booking) -> Side:
    side = booking.side_of(work.actor.person)
    if side is None or work.blocks.between(*booking.sides):
        raise NotFound("booking", booking.id)
    return side
