"""What is told of what happens to bookings."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.bookings.payloads import BookingPayload, booking_of
from phantom_app.http.payloads import Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.booking import BookingView, events
from phantom_core.kernel import Event

__all__ = ["EVENTS", "RESOURCES", "BookingData"]


class BookingData(EventPayload):
    """A booking, as it is now."""

    booking: BookingPayload


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = dict.fromkeys(events.EVENTS, BookingData)
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {BookingView: booking_of}
"""How what events hold is told."""
