"""What becomes of bookings: the other side is told of each move, and both of Phantom's own."""

from typing import Final

from phantom_core.booking.events import (
    BookingCancelled,
    BookingChanged,
    BookingCompleted,
    BookingConfirmed,
    BookingEvent,
    BookingRequested,
)
from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import NotificationKind, Notify, Payload, Subject, SubjectKind

__all__ = ["BOOKINGS"]


def _booking(event: BookingEvent) -> Notify:
    booking = event.booking
    subject = Subject(kind=SubjectKind.BOOKING, id=booking.id, name=booking.project.name)
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.BOOKING,
        key=f"booking:{booking.id}:{booking.version}",
        part=booking.id,
        actor_id=event.by,
        payload=Payload(move=event.name.removeprefix("booking."), subject=subject),
    )


BOOKINGS: Final[Reactions] = {
    BookingRequested: (_booking,),
    BookingChanged: (_booking,),
    BookingConfirmed: (_booking,),
    BookingCancelled: (_booking,),
    BookingCompleted: (_booking,),
}
"""Event -> who is notified."""
